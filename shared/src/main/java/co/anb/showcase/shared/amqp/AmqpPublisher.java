package co.anb.showcase.shared.amqp;

import co.anb.showcase.shared.amqp.AmqpException.Reason;
import co.anb.showcase.shared.work.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Publishes messages that the broker confirms. One connection, rebuilt for ever; callable from any thread, and each
 * answer comes on the caller's context.
 *
 * <p>A future that succeeds means that the broker has the message in its queue. A failure is always an
 * {@link AmqpException} and comes after {@code amqp.confirm-timeout} at the latest; the message may have arrived
 * nevertheless, so consumers must bear duplicates.
 */
public final class AmqpPublisher {
    static final String LINK = "publisher";

    /**
     * More unconfirmed messages than this are refused at once, so that memory stays bounded when the broker is slow.
     */
    private static final int MAX_WAITING = 2_000;

    private final EpochKeeper<PublishEpoch> keeper;
    private final AmqpListener listener;

    private AmqpPublisher(EpochKeeper<PublishEpoch> keeper, AmqpListener listener) {
        this.keeper = keeper;
        this.listener = listener;
    }

    /** Begins to connect and returns at once; until there is a connection, publishing fails with NOT_CONNECTED. */
    public static AmqpPublisher start(Vertx vertx, AmqpConfig config, Topology topology, AmqpListener listener) {
        Backoff backoff = new Backoff(
                config.backoffMin(),
                config.backoffMax(),
                () -> ThreadLocalRandom.current().nextDouble());
        EpochKeeper<PublishEpoch> keeper = new EpochKeeper<>(
                vertx,
                LINK,
                () -> PublishEpoch.open(vertx, config, topology, MAX_WAITING, listener),
                backoff,
                listener);
        keeper.start();
        return new AmqpPublisher(keeper, listener);
    }

    /**
     * Publishes a persistent message to a queue and waits for the broker's confirmation. Safe to repeat.
     *
     * @param queue the name of a durable queue
     * @return fails with an {@link AmqpException}
     */
    public Future<Void> publish(String queue, OutboundMessage message) {
        return keeper.<Void>run(
                        epoch -> epoch.map(open -> open.publish(queue, message)).orElseGet(AmqpPublisher::notConnected))
                .onComplete(result -> listener.published(queue, reason(result.cause())));
    }

    /**
     * Counts the messages of a queue that wait to be delivered. Those in a consumer's hands are not among them on
     * RabbitMQ; the embedded broker counts them, too.
     *
     * @return fails with an {@link AmqpException}
     */
    public Future<Integer> readyMessages(String queue) {
        return keeper.run(epoch -> epoch.map(open -> open.readyMessages(queue)).orElseGet(AmqpPublisher::notConnected));
    }

    /** Whether there is a connection at this moment; for health checks, from any thread. */
    public boolean connected() {
        return keeper.isConnected();
    }

    /**
     * Whether the broker takes messages at this moment: there is a connection, and no alarm of the broker (memory,
     * disk) blocks it. From any thread.
     */
    public boolean accepting() {
        return keeper.holds(epoch -> !epoch.isBlocked());
    }

    /** Closes for good; messages that wait for their confirmation fail. Succeeds always. */
    public Future<Void> close() {
        return keeper.close();
    }

    private static <T> Future<T> notConnected() {
        return Future.failedFuture(new AmqpException(Reason.NOT_CONNECTED, "there is no connection to the broker"));
    }

    private static Optional<Reason> reason(@org.jspecify.annotations.Nullable Throwable cause) {
        return Optional.ofNullable(cause)
                .map(failure -> failure instanceof AmqpException known ? known.reason() : Reason.CONNECTION_LOST);
    }
}
