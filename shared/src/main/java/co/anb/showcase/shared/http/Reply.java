package co.anb.showcase.shared.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer: status, headers and a body that is small enough to hold. Immutable.
 *
 * @param status the HTTP status
 * @param contentType of the body, or null without one
 * @param body null sends none
 * @param headers further headers
 */
public record Reply(
        int status, @Nullable String contentType, @Nullable Buffer body, Map<String, List<String>> headers) {

    private static final String JSON = "application/json";

    /** Copies the headers. */
    public Reply {
        headers = Map.copyOf(headers);
    }

    /** 200 with an object. */
    public static Reply ok(JsonObject body) {
        return of(200, body);
    }

    /** 200 with an array. */
    public static Reply ok(JsonArray body) {
        return new Reply(200, JSON, body.toBuffer(), Map.of());
    }

    /** An object with another status. */
    public static Reply of(int status, JsonObject body) {
        return new Reply(status, JSON, body.toBuffer(), Map.of());
    }

    /** 200 with a body of another type. */
    public static Reply content(String contentType, Buffer body) {
        return new Reply(200, contentType, body, Map.of());
    }

    /** 201 with the new thing's address. */
    public static Reply created(String location, JsonObject body) {
        return of(201, body).header("Location", location);
    }

    /** 204. */
    public static Reply noContent() {
        return empty(204);
    }

    /** No body. */
    public static Reply empty(int status) {
        return new Reply(status, null, null, Map.of());
    }

    /** The same with one more header. */
    public Reply header(String name, String value) {
        Map<String, List<String>> more = new TreeMap<>(headers);
        more.put(name, List.of(value));
        return new Reply(status, contentType, body, more);
    }

    /**
     * The same with a strong {@code ETag} of the body (RFC 9110 §8.8.3); a client that has it already gets 304 without
     * a body, and everybody may keep the answer for as long as he asks again whether it is still good.
     */
    public Reply tagged() {
        byte[] content = body == null ? new byte[0] : body.getBytes();
        return header("ETag", '"' + Tags.hash(content) + '"').header("Cache-Control", "no-cache");
    }

    /** Writes the answer, unless the client has gone. */
    void send(RoutingContext ctx) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status);
        headers.forEach((name, values) -> response.putHeader(name, values));
        if (isKnownTo(ctx)) {
            response.setStatusCode(304);
            ctx.end().onFailure(ctx::fail);
            return;
        }
        if (contentType != null) {
            response.putHeader("Content-Type", contentType);
        }
        ctx.end(body == null ? Buffer.buffer() : body).onFailure(ctx::fail);
    }

    private boolean isKnownTo(RoutingContext ctx) {
        String wanted = ctx.request().getHeader("If-None-Match");
        List<String> tag = headers.get("ETag");
        return wanted != null && tag != null && Tags.isAmong(tag.get(0), wanted);
    }
}
