package co.anb.showcase.shared.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * A message to publish.
 *
 * @param body the content, sent as JSON
 * @param messageId tells its consumers which one it is; the id of the job
 * @param correlationId the request that it came from
 * @param headers texts, whole numbers and booleans; {@code x-publish-number} is the publisher's own
 */
public record OutboundMessage(JsonObject body, String messageId, String correlationId, Map<String, Object> headers) {
    /** Written by the publisher, to know its message again when the broker gives it back. */
    static final String NUMBER_HEADER = "x-publish-number";

    private static final int PERSISTENT = 2;

    /** Copies body and headers. */
    public OutboundMessage {
        body = body.copy();
        headers = Map.copyOf(headers);
    }

    /** A message without headers. */
    public static OutboundMessage of(JsonObject body, String messageId, String correlationId) {
        return new OutboundMessage(body, messageId, correlationId, Map.of());
    }

    byte[] bytes() {
        return body.toBuffer().getBytes();
    }

    BasicProperties properties(long number) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(NUMBER_HEADER, number);
        return new BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding("UTF-8")
                .deliveryMode(PERSISTENT)
                .messageId(messageId)
                .correlationId(correlationId)
                .headers(all)
                .build();
    }
}
