package co.anb.showcase.local;

import co.anb.showcase.local.folder.LocalRunException;
import java.util.Arrays;
import java.util.Locale;

/** Which AMQP broker a run uses. */
enum BrokerChoice {
    /** A private node of RabbitMQ when one is installed, else the embedded broker. */
    AUTO,
    /** RabbitMQ, or no start. */
    RABBITMQ,
    /** The one in this process. */
    EMBEDDED;

    /**
     * Reads a word of the command line.
     *
     * @throws LocalRunException when it is none of them
     */
    static BrokerChoice of(String word) {
        return Arrays.stream(values())
                .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new LocalRunException("The broker must be auto, rabbitmq or embedded, was " + word + "."));
    }
}
