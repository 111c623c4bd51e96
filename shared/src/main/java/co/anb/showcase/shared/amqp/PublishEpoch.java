package co.anb.showcase.shared.amqp;

import co.anb.showcase.shared.amqp.AmqpException.Reason;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel in confirm mode. */
final class PublishEpoch implements Epoch {
    private static final Logger LOG = LoggerFactory.getLogger(PublishEpoch.class);

    private final Vertx vertx;
    private final AmqpLink link;
    private final Topology topology;
    private final BrokerKind broker;
    private final Duration confirmTimeout;
    private final int maxWaiting;
    private final Confirmations confirmations;
    private volatile boolean blocked;
    private volatile Consumer<Throwable> trouble = cause -> {};

    private PublishEpoch(
            Vertx vertx,
            AmqpLink link,
            AmqpConfig config,
            Topology topology,
            int maxWaiting,
            Confirmations confirmations) {
        this.vertx = vertx;
        this.link = link;
        this.topology = topology;
        this.broker = config.broker();
        this.confirmTimeout = config.confirmTimeout();
        this.maxWaiting = maxWaiting;
        this.confirmations = confirmations;
    }

    /** Connects, declares and selects confirm mode. */
    static Future<PublishEpoch> open(
            Vertx vertx, AmqpConfig config, Topology topology, int maxWaiting, AmqpListener listener) {
        return AmqpLink.open(vertx, config, topology, AmqpPublisher.LINK).compose(link -> {
            Confirmations confirmations = new Confirmations();
            PublishEpoch epoch = new PublishEpoch(vertx, link, config, topology, maxWaiting, confirmations);
            link.connection().addBlockedListener(epoch.alarm(listener));
            return link.call(() -> confirm(link.channel(), confirmations))
                    .map(ignored -> {
                        listener.blocked(AmqpPublisher.LINK, false);
                        return epoch;
                    })
                    .recover(cause -> link.close().transform(ignored -> Future.failedFuture(cause)));
        });
    }

    @Override
    public void onTrouble(Consumer<Throwable> listener) {
        trouble = listener;
        link.channel().addShutdownListener(listener::accept);
    }

    /** Publishes; settled by the broker's word, by the deadline or by the end of this epoch. */
    Future<Void> publish(String queue, OutboundMessage message) {
        if (blocked) {
            return Future.failedFuture(blockedByBroker());
        }
        if (confirmations.waiting() >= maxWaiting) {
            return Future.failedFuture(
                    new AmqpException(Reason.OVERLOADED, maxWaiting + " messages wait for their confirmation"));
        }
        Promise<Void> promise = Promise.promise();
        long timer = vertx.setTimer(confirmTimeout.toMillis(), ignored -> overdue(promise));
        link.call(() -> send(queue, message, promise)).onFailure(cause -> promise.tryFail(lost(cause)));
        return promise.future()
                .onComplete(ignored -> vertx.cancelTimer(timer))
                .onFailure(cause -> rebuildWhenDeleted(queue, cause));
    }

    Future<Integer> readyMessages(String queue) {
        // The broker reads nothing from a blocked connection: the question would stand until the alarm is over.
        return blocked ? Future.failedFuture(blockedByBroker()) : askForReady(queue);
    }

    boolean isBlocked() {
        return blocked;
    }

    private Future<Integer> askForReady(String queue) {
        return link.readyMessages(queue)
                .timeout(confirmTimeout.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(lost(cause)));
    }

    @Override
    public boolean isOpen() {
        return link.isOpen();
    }

    @Override
    public void end(Throwable cause) {
        confirmations.fail(lost(cause));
    }

    @Override
    public Future<Void> close() {
        return link.close();
    }

    private Void send(String queue, OutboundMessage message, Promise<Void> promise) throws Exception {
        Channel channel = link.channel();
        long number = channel.getNextPublishSeqNo();
        confirmations.expect(number, promise);
        try {
            channel.basicPublish("", queue, true, message.properties(number), message.bytes());
        } catch (Exception e) {
            confirmations.settle(number, lost(e));
            throw e;
        }
        return null;
    }

    /** Somebody deleted a queue of the topology: only a new epoch declares it again. */
    private void rebuildWhenDeleted(String queue, Throwable cause) {
        if (topology.declares(queue)
                && cause instanceof AmqpException failure
                && (failure.reason() == Reason.UNROUTABLE
                        || (failure.reason() == Reason.REFUSED && broker == BrokerKind.QPID))) {
            trouble.accept(cause);
        }
    }

    private void overdue(Promise<Void> promise) {
        if (blocked) {
            // The connection is whole. What it holds arrives late, which claims make harmless; a new connection would
            // be blocked by its first message, too.
            promise.tryFail(blockedByBroker());
            return;
        }
        AmqpException cause = new AmqpException(Reason.TIMEOUT, "no confirmation within " + confirmTimeout);
        if (promise.tryFail(cause)) {
            trouble.accept(cause);
        }
    }

    private BlockedListener alarm(AmqpListener listener) {
        return new BlockedListener() {
            @Override
            public void handleBlocked(String reason) {
                LOG.warn("amqp publishing is blocked by the broker reason={}", reason);
                tell(true);
            }

            @Override
            public void handleUnblocked() {
                LOG.info("amqp publishing is not blocked any more");
                tell(false);
            }

            private void tell(boolean now) {
                blocked = now;
                listener.blocked(AmqpPublisher.LINK, now);
            }
        };
    }

    private static AmqpException blockedByBroker() {
        return new AmqpException(Reason.BLOCKED, "an alarm of the broker blocks publishing");
    }

    private static Object confirm(Channel channel, Confirmations confirmations) throws Exception {
        channel.addConfirmListener(confirmations);
        // The broker sends the return before the confirmation of the same message, on the same thread.
        channel.addReturnListener(returned -> settleReturned(confirmations, returned));
        return channel.confirmSelect();
    }

    private static void settleReturned(Confirmations confirmations, Return returned) {
        Map<String, Object> headers = returned.getProperties().getHeaders();
        if (headers != null && headers.get(OutboundMessage.NUMBER_HEADER) instanceof Number number) {
            confirmations.settle(
                    number.longValue(),
                    new AmqpException(
                            Reason.UNROUTABLE,
                            "the queue %s does not exist (%s)"
                                    .formatted(returned.getRoutingKey(), returned.getReplyText())));
        }
    }

    private static AmqpException lost(Throwable cause) {
        return cause instanceof AmqpException known
                ? known
                : new AmqpException(Reason.CONNECTION_LOST, "the connection to the broker ended: " + cause, cause);
    }
}
