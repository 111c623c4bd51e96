package co.anb.showcase.shared.amqp;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message in a consumer's hands. It is settled once, by {@link #ack()} or {@link #requeue()}; later calls do nothing.
 *
 * <p>When the connection it came by is gone, settling it does nothing and succeeds: the broker delivers the message
 * again, to whom it likes. Who needs to know whether the work counts asks the database, never the broker.
 */
public final class Delivery {
    private final ConsumeEpoch epoch;
    private final long tag;
    private final JsonObject body;
    private final String messageId;
    private final String correlationId;
    private final Map<String, Object> headers;
    private final boolean redelivered;
    private final AtomicBoolean settled = new AtomicBoolean();

    Delivery(
            ConsumeEpoch epoch,
            long tag,
            JsonObject body,
            String messageId,
            String correlationId,
            Map<String, Object> headers,
            boolean redelivered) {
        this.epoch = epoch;
        this.tag = tag;
        this.body = body;
        this.messageId = messageId;
        this.correlationId = correlationId;
        this.headers = Map.copyOf(headers);
        this.redelivered = redelivered;
    }

    /** The content; a copy. */
    public JsonObject body() {
        return body.copy();
    }

    /** The id that the publisher gave, or an empty text. */
    public String messageId() {
        return messageId;
    }

    /** The request that the message came from, or an empty text. */
    public String correlationId() {
        return correlationId;
    }

    /** The headers; texts are strings. */
    public Map<String, Object> headers() {
        return headers;
    }

    /** Whether the broker has delivered it before, perhaps to somebody else. */
    public boolean redelivered() {
        return redelivered;
    }

    /** Tells the broker to forget the message. Succeeds also when there is nobody to tell any more. */
    public Future<Void> ack() {
        return settle(channel -> channel.basicAck(tag, false));
    }

    /**
     * Gives the message back for an immediate new delivery. There is no way to refuse it for good on purpose: on Qpid
     * that takes a consumer's credit away for ever; what is refused is published to the dead letters and acknowledged.
     */
    public Future<Void> requeue() {
        return settle(channel -> channel.basicNack(tag, false, true));
    }

    /** Whether the connection that it came by has ended. */
    boolean isStale() {
        return epoch.hasEnded();
    }

    boolean isSettled() {
        return settled.get();
    }

    private Future<Void> settle(ConsumeEpoch.ChannelCall call) {
        return settled.compareAndSet(false, true) ? epoch.settle(call) : Future.succeededFuture();
    }
}
