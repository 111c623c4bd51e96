package co.anb.showcase.shared.amqp;

import co.anb.showcase.shared.work.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes one queue: at most {@code prefetch} messages are in the handler's hands at any moment, over all epochs. One
 * connection, rebuilt for ever.
 *
 * <p>Every message is handled at least once, and again after a broken connection, perhaps while the first handling
 * still runs elsewhere: the handler must bear that. A handler settles its delivery itself; when its future completes
 * without, success acknowledges, and failure gives the message back after a second, so that a message that always fails
 * does not make a busy loop. The handler is called on the context on which the consumer was started.
 */
public final class AmqpConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpConsumer.class);
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;
    private static final long DRAIN_SECONDS = 30;

    private final Vertx vertx;
    private final EpochKeeper<ConsumeEpoch> keeper;
    private final Subscription subscription;
    private final Function<Delivery, Future<Void>> handler;
    private final BrokerKind broker;
    private final Queue<Delivery> waiting = new ArrayDeque<>();
    private final Promise<Void> idle = Promise.promise();
    private int running;
    private boolean stopping;

    private AmqpConsumer(
            Vertx vertx,
            AmqpConfig config,
            Topology topology,
            Subscription subscription,
            Function<Delivery, Future<Void>> handler) {
        this.vertx = vertx;
        this.subscription = subscription;
        this.handler = handler;
        this.broker = config.broker();
        Backoff backoff = new Backoff(
                config.backoffMin(),
                config.backoffMax(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.keeper = new EpochKeeper<>(
                vertx,
                "consumer-" + subscription.queue(),
                () -> ConsumeEpoch.open(vertx, config, topology, subscription, this::arrive),
                backoff,
                subscription.listener());
    }

    /**
     * Begins to connect and returns at once.
     *
     * @param queue the name of a queue of the topology
     * @param prefetch how many messages are handled at once, at least 1
     * @param handler handles one message; what it throws counts as a failed future
     */
    public static AmqpConsumer start(
            Vertx vertx,
            AmqpConfig config,
            Topology topology,
            String queue,
            int prefetch,
            Function<Delivery, Future<Void>> handler,
            AmqpListener listener) {
        AmqpConsumer consumer =
                new AmqpConsumer(vertx, config, topology, new Subscription(queue, prefetch, listener), handler);
        consumer.keeper.start();
        return consumer;
    }

    /** Whether there is a connection at this moment; for health checks, from any thread. */
    public boolean connected() {
        return keeper.isConnected();
    }

    /**
     * Hands out no new message from here on; handlers that run go on and can settle. What no handler has begun goes
     * back: at once on RabbitMQ, with the connection on Qpid, at most {@code prefetch} messages. Succeeds always.
     */
    public Future<Void> stopConsuming() {
        return keeper.run(epoch -> {
            stopping = true;
            if (running == 0) {
                idle.tryComplete();
            }
            return epoch.map(ConsumeEpoch::cancel)
                    .orElseGet(Future::succeededFuture)
                    .onComplete(ignored -> giveBackWaiting());
        });
    }

    /** Stops consuming, waits at most 30 s for the handlers that run, then closes the connection. Succeeds always. */
    public Future<Void> close() {
        return stopConsuming()
                .compose(ignored -> idle.future().timeout(DRAIN_SECONDS, java.util.concurrent.TimeUnit.SECONDS))
                .transform(ignored -> keeper.close());
    }

    private void arrive(Delivery delivery) {
        waiting.add(delivery);
        if (stopping) {
            giveBackWaiting();
        } else {
            pump();
        }
    }

    /** A message of an ended epoch that waited here is dropped: the broker has it and delivers it again. */
    private void pump() {
        while (running < subscription.prefetch() && !stopping) {
            @Nullable Delivery next = waiting.poll();
            if (next == null) {
                return;
            }
            if (!next.isStale()) {
                handle(next);
            }
        }
    }

    private void handle(Delivery delivery) {
        running++;
        subscription.listener().delivered(subscription.queue(), delivery.redelivered());
        Future<Void> handling;
        try {
            handling = handler.apply(delivery);
        } catch (RuntimeException e) {
            handling = Future.failedFuture(e);
        }
        handling.onComplete(result -> keeper.context().runOnContext(ignored -> finish(delivery, result.cause())));
    }

    private void finish(Delivery delivery, @Nullable Throwable failure) {
        if (failure == null) {
            delivery.ack().onComplete(ignored -> release());
            return;
        }
        if (delivery.isSettled() || stopping) {
            delivery.requeue().onComplete(ignored -> release());
            return;
        }
        LOG.error("amqp message failed and is given back message_id={}", delivery.messageId(), failure);
        vertx.setTimer(PAUSE_AFTER_FAILURE_MILLIS, timer -> delivery.requeue().onComplete(ignored -> release()));
    }

    private void release() {
        running--;
        if (stopping && running == 0) {
            idle.tryComplete();
        }
        pump();
    }

    /**
     * On Qpid the consumer is still there and would get them again at once, round and round: they wait for the close.
     */
    private void giveBackWaiting() {
        if (broker == BrokerKind.QPID) {
            return;
        }
        for (Delivery next = waiting.poll(); next != null; next = waiting.poll()) {
            next.requeue().onFailure(cause -> LOG.warn("amqp message could not be given back", cause));
        }
    }
}
