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
 * @param metricsPort where its metrics are on 127.0.0.1, if it has any
 */
record BrokerSupply(AmqpBroker broker, String kind, String title, Optional<Integer> metricsPort) {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerSupply.class);

    /**
     * Starts the chosen one. Blocking.
     *
     * @param port for AMQP on 127.0.0.1
     * @param metricsPort for metrics, if somebody wants them and RabbitMQ is it
     */
    static BrokerSupply start(LocalSettings settings, int port, Optional<Integer> metricsPort) {
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
            return rabbitMq(installed.get(), settings, port, metricsPort);
        } catch (EmbeddedBrokerException e) {
            if (choice == BrokerChoice.RABBITMQ) {
                throw e;
            }
            LOG.warn("the installed RabbitMQ does not start, the embedded broker takes its place", e);
            return embedded(port);
        }
    }

    private static BrokerSupply rabbitMq(
            RabbitMqProgram program, LocalSettings settings, int port, Optional<Integer> metricsPort) {
        RabbitMqOptions plain = RabbitMqOptions.onPort(port);
        RabbitMqOptions options = metricsPort.map(plain::withPrometheus).orElse(plain);
        AmqpBroker broker = PrivateRabbitMq.start(program, settings.folder().broker(), options);
        return new BrokerSupply(broker, "rabbitmq", "RabbitMQ " + program.version(), metricsPort);
    }

    private static BrokerSupply embedded(int port) {
        return new BrokerSupply(EmbeddedBroker.start(port), "qpid", "embedded, in memory", Optional.empty());
    }
}
