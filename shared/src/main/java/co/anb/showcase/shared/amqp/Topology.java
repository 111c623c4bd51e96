package co.anb.showcase.shared.amqp;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * The queues that must exist, each durable and reached through the default exchange. Declared by every epoch, so that a
 * broker that lost its data gets them back with the connection.
 *
 * @param queues what is declared, in this order
 */
public record Topology(List<Queue> queues) {
    /** The queue of jobs. */
    public static final String JOBS = "video_processing";

    /** The queue of jobs that failed for good. */
    public static final String DEAD_LETTERS = "video_processing.dlq";

    /**
     * What the broker itself gave up on, at its delivery limit. Apart from the dead letters, which are the
     * application's word that a job failed: these jobs have not failed, and Core sends them again.
     */
    public static final String UNDELIVERED = "video_processing.undelivered";

    /** A net below the application's own three attempts: it catches a message that kills every consumer. */
    private static final int DELIVERY_LIMIT = 20;

    /**
     * One durable queue.
     *
     * @param name its name
     * @param arguments the broker's own arguments
     */
    public record Queue(String name, Map<String, Object> arguments) {
        /** Copies the arguments. */
        public Queue {
            arguments = Map.copyOf(arguments);
        }

        JsonObject json() {
            return new JsonObject(new java.util.LinkedHashMap<>(arguments));
        }
    }

    /** Copies the list. */
    public Topology {
        queues = List.copyOf(queues);
    }

    /** Whether a queue is among those that every epoch declares. */
    boolean declares(String queue) {
        return queues.stream().anyMatch(declared -> declared.name().equals(queue));
    }

    /** The queues of the showcase on this kind of broker. */
    public static Topology of(BrokerKind broker) {
        return switch (broker) {
            case RABBITMQ ->
                new Topology(List.of(
                        new Queue(DEAD_LETTERS, Map.of("x-queue-type", "quorum")),
                        new Queue(UNDELIVERED, Map.of("x-queue-type", "quorum")),
                        new Queue(
                                JOBS,
                                Map.of(
                                        "x-queue-type", "quorum",
                                        "x-delivery-limit", DELIVERY_LIMIT,
                                        "x-dead-letter-exchange", "",
                                        "x-dead-letter-routing-key", UNDELIVERED,
                                        // A dead letter is moved with a confirmation; this strategy needs
                                        // reject-publish.
                                        "x-dead-letter-strategy", "at-least-once",
                                        "x-overflow", "reject-publish"))));
            case QPID ->
                new Topology(List.of(
                        new Queue(DEAD_LETTERS, Map.of()),
                        new Queue(UNDELIVERED, Map.of()),
                        new Queue(JOBS, Map.of())));
        };
    }
}
