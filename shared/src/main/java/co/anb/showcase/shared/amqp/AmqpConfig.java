package co.anb.showcase.shared.amqp;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;

/**
 * How to reach the broker and how patient to be with it.
 *
 * @param address of the broker
 * @param broker decides the queues' arguments ({@code amqp.broker})
 * @param confirmTimeout how long a published message may stay unconfirmed ({@code amqp.confirm-timeout})
 * @param backoffMin the first pause before a new connection ({@code amqp.backoff-min})
 * @param backoffMax the longest pause ({@code amqp.backoff-max})
 * @param heartbeat a connection that is silent for twice this long is dead ({@code amqp.heartbeat}, whole seconds)
 */
public record AmqpConfig(
        AmqpAddress address,
        BrokerKind broker,
        Duration confirmTimeout,
        Duration backoffMin,
        Duration backoffMax,
        Duration heartbeat) {

    /** Reads the section {@code amqp.*}. */
    public static AmqpConfig from(ConfigReader reader) {
        AmqpConfig config = new AmqpConfig(
                AmqpAddress.from(reader),
                reader.choice("amqp.broker", BrokerKind.class, BrokerKind.RABBITMQ),
                reader.duration(
                        "amqp.confirm-timeout", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1)),
                reader.duration(
                        "amqp.backoff-min", Duration.ofMillis(500), Duration.ofMillis(10), Duration.ofMinutes(1)),
                reader.duration(
                        "amqp.backoff-max", Duration.ofSeconds(15), Duration.ofMillis(10), Duration.ofMinutes(10)),
                reader.duration(
                        "amqp.heartbeat", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(5)));
        if (config.backoffMin.compareTo(config.backoffMax) > 0) {
            reader.reject("amqp.backoff-min", "must not be longer than amqp.backoff-max");
        }
        return config;
    }
}
