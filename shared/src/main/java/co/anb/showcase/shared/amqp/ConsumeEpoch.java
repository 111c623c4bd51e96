package co.anb.showcase.shared.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel that consumes one queue with manual acknowledgement. */
final class ConsumeEpoch implements Epoch {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumeEpoch.class);

    private final AmqpLink link;
    private final Context context;
    private final String queue;
    private final AmqpListener listener;
    private final BrokerKind broker;
    private final String consumerTag;
    private volatile boolean ended;
    private volatile boolean cancelled;
    private @Nullable Future<Void> cancelling;
    private volatile Consumer<Throwable> trouble = cause -> {};

    private ConsumeEpoch(AmqpLink link, Context context, Subscription subscription, BrokerKind broker) {
        this.link = link;
        this.context = context;
        this.queue = subscription.queue();
        this.listener = subscription.listener();
        this.broker = broker;
        this.consumerTag = "anb-" + java.util.UUID.randomUUID();
    }

    /** A blocking call on the channel. */
    interface ChannelCall {
        /** Does it. */
        void on(Channel channel) throws IOException;
    }

    /**
     * Connects, declares, sets the prefetch and consumes. To be called on the context on which deliveries are to come;
     * they may come before the future succeeds.
     */
    static Future<ConsumeEpoch> open(
            Vertx vertx, AmqpConfig config, Topology topology, Subscription subscription, Consumer<Delivery> sink) {
        Context context = vertx.getOrCreateContext();
        String name = "consumer-" + subscription.queue();
        return AmqpLink.open(vertx, config, topology, name).compose(link -> {
            ConsumeEpoch epoch = new ConsumeEpoch(link, context, subscription, config.broker());
            return link.call(() -> epoch.consume(subscription.prefetch(), sink))
                    .map(ignored -> epoch)
                    .recover(cause -> link.close().transform(ignored -> Future.failedFuture(cause)));
        });
    }

    @Override
    public void onTrouble(Consumer<Throwable> told) {
        trouble = told;
        link.channel().addShutdownListener(told::accept);
    }

    /**
     * Tells the broker to send no more; what was delivered can still be settled. Succeeds always. On Qpid nothing is
     * said: it takes back all that a cancelled consumer has not settled, and ignores the acknowledgements that follow.
     * Said once: a second time the client does not know the consumer any more, which would count as trouble and end
     * this epoch with its deliveries unsettled. Called on the keeper's context.
     */
    Future<Void> cancel() {
        if (cancelling == null) {
            cancelling = broker == BrokerKind.QPID
                    ? Future.succeededFuture()
                    : settle(channel -> channel.basicCancel(consumerTag));
        }
        return cancelling;
    }

    /** Settles a delivery of this epoch, on its own channel or not at all. */
    Future<Void> settle(ChannelCall call) {
        if (ended) {
            listener.staleAcknowledgement(queue);
            return Future.succeededFuture();
        }
        return link.<Void>call(() -> {
                    call.on(link.channel());
                    return null;
                })
                .recover(cause -> {
                    listener.staleAcknowledgement(queue);
                    trouble.accept(cause);
                    return Future.succeededFuture();
                });
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public boolean isOpen() {
        return link.isOpen() && !cancelled;
    }

    @Override
    public void end(Throwable cause) {
        ended = true;
    }

    @Override
    public Future<Void> close() {
        return link.close();
    }

    private String consume(int prefetch, Consumer<Delivery> sink) throws IOException {
        Channel channel = link.channel();
        channel.basicQos(0, prefetch, false);
        return channel.basicConsume(queue, false, consumerTag, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                context.runOnContext(ignored -> receive(envelope, properties, body, sink));
            }

            @Override
            public void handleCancel(String tag) {
                cancelled = true;
                trouble.accept(new IOException("the broker cancelled the consumer of " + queue));
            }
        });
    }

    private void receive(Envelope envelope, BasicProperties properties, byte[] body, Consumer<Delivery> sink) {
        String messageId = text(properties.getMessageId());
        try {
            sink.accept(new Delivery(
                    this,
                    envelope.getDeliveryTag(),
                    new JsonObject(Buffer.buffer(body)),
                    messageId,
                    text(properties.getCorrelationId()),
                    headers(properties),
                    envelope.isRedeliver()));
        } catch (DecodeException e) {
            // Nobody can ever read it, and giving it back would deliver it for ever.
            LOG.error(
                    "amqp message is not JSON and is dropped queue={} message_id={} bytes={}",
                    queue,
                    messageId,
                    body.length);
            listener.malformed(queue);
            settle(channel -> channel.basicAck(envelope.getDeliveryTag(), false))
                    .onFailure(cause -> LOG.warn("amqp acknowledgement failed", cause));
        }
    }

    private static Map<String, Object> headers(BasicProperties properties) {
        Map<String, Object> headers = new HashMap<>();
        Optional.ofNullable(properties.getHeaders()).orElse(Map.of()).forEach((name, value) -> {
            if (value != null && !name.equals(OutboundMessage.NUMBER_HEADER)) {
                headers.put(name, value instanceof LongString text ? text.toString() : value);
            }
        });
        return headers;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
