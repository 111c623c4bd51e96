package co.anb.showcase.local;

import co.anb.showcase.embedded.broker.AmqpBroker;
import co.anb.showcase.embedded.broker.EmbeddedBroker;
import co.anb.showcase.embedded.broker.EmbeddedBrokerException;
import co.anb.showcase.embedded.broker.PrivateRabbitMq;
import co.anb.showcase.embedded.broker.RabbitMqOptions;
import co.anb.showcase.embedded.broker.RabbitMqProgram;
import co.anb.showcase.local.folder.LocalRunException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker of a run.
 *
 * @param broker a running one
 * @param kind as the services' {@code amqp.broker} wants it
 * @param title what people read of it
 */
record BrokerSupply(AmqpBroker broker, String kind, String title) {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerSupply.class);

    /**
     * Starts the chosen one. Blocking.
     *
     * @param port for AMQP on 127.0.0.1
     */
    static BrokerSupply start(LocalSettings settings, int port) {
        BrokerChoice choice = settings.broker();
        Optional<RabbitMqProgram> installed =
                choice == BrokerChoice.EMBEDDED ? Optional.empty() : RabbitMqProgram.find(settings.environment());
        if (installed.isEmpty()) {
            if (choice == BrokerChoice.RABBITMQ) {
                throw new LocalRunException(
                        "No rabbitmq-server 3.10 or newer was found. Install one, or leave --broker away.");
            }
            return embedded(port);
        }
        try {
            return rabbitMq(installed.get(), settings, port);
        } catch (EmbeddedBrokerException e) {
            if (choice == BrokerChoice.RABBITMQ) {
                throw e;
            }
            LOG.warn("the installed RabbitMQ does not start, the embedded broker takes its place", e);
            return embedded(port);
        }
    }

    private static BrokerSupply rabbitMq(RabbitMqProgram program, LocalSettings settings, int port) {
        AmqpBroker broker = PrivateRabbitMq.start(program, settings.folder().broker(), RabbitMqOptions.onPort(port));
        return new BrokerSupply(broker, "rabbitmq", "RabbitMQ " + program.version());
    }

    private static BrokerSupply embedded(int port) {
        return new BrokerSupply(EmbeddedBroker.start(port), "qpid", "embedded, in memory");
    }
}
