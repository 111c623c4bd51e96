package co.anb.showcase.shared.storage;

import co.anb.showcase.shared.http.Params;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a request with an object: whole or one range (RFC 9110 §14), with validators (§13), HEAD as GET without the
 * body.
 *
 * <p>The body flows as fast as the client takes it. When the client goes away the object is closed; when the store
 * fails in the middle the connection is cut, since the status is gone already and a short body must not look like a
 * whole one.
 */
public final class ObjectResponder {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectResponder.class);
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_MODIFIED = 304;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final StoragePort storage;

    /** Reads from this store. */
    public ObjectResponder(StoragePort storage) {
        this.storage = Objects.requireNonNull(storage, "storage");
    }

    /**
     * Answers, or fails the routing context with what {@link StoragePort#load} failed with.
     *
     * @param ctx a GET or HEAD request
     * @param key which object
     * @param disposition value of {@code Content-Disposition}
     * @param cacheControl value of {@code Cache-Control}
     */
    public void respond(RoutingContext ctx, String key, String disposition, String cacheControl) {
        answer(ctx, key, new Presentation(disposition, cacheControl)).onFailure(failure -> fail(ctx, failure));
    }

    private Future<Void> answer(RoutingContext ctx, String key, Presentation how) {
        if (ctx.request().method().equals(HttpMethod.HEAD)) {
            return storage.stat(key).compose(object -> head(ctx, object, how));
        }
        boolean conditional = Params.header(ctx, "If-None-Match").isPresent()
                || Params.header(ctx, "If-Range").isPresent();
        Optional<ByteRange> range = Params.header(ctx, "Range").flatMap(ByteRange::parse);
        if (!conditional) {
            return send(ctx.response(), key, range.orElse(null), how);
        }
        return storage.stat(key).compose(object -> {
            if (matches(ctx, object)) {
                return notModified(ctx.response(), object, how);
            }
            return send(
                    ctx.response(),
                    key,
                    range.filter(part -> isFresh(ctx, object)).orElse(null),
                    how);
        });
    }

    private Future<Void> send(HttpServerResponse response, String key, @Nullable ByteRange range, Presentation how) {
        return storage.load(key, range).compose(content -> {
            describe(response, content.object(), how);
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(content.length()));
            if (range != null) {
                response.setStatusCode(PARTIAL_CONTENT).putHeader("Content-Range", contentRange(content));
            }
            return content.body().pipeTo(response).eventually(content::close);
        });
    }

    private Future<Void> head(RoutingContext ctx, StoredObject object, Presentation how) {
        if (matches(ctx, object)) {
            return notModified(ctx.response(), object, how);
        }
        describe(ctx.response(), object, how);
        return ctx.response()
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(object.length()))
                .end();
    }

    private static Future<Void> notModified(HttpServerResponse response, StoredObject object, Presentation how) {
        response.putHeader("ETag", object.etag()).putHeader("Cache-Control", how.cacheControl());
        return response.setStatusCode(NOT_MODIFIED).end();
    }

    private static void describe(HttpServerResponse response, StoredObject object, Presentation how) {
        response.putHeader("Content-Type", object.contentType())
                .putHeader("Content-Disposition", how.disposition())
                .putHeader("Cache-Control", how.cacheControl())
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("ETag", object.etag())
                .putHeader("Last-Modified", HTTP_DATE.format(object.lastModified()))
                .putHeader("X-Content-Type-Options", "nosniff");
    }

    private static String contentRange(ObjectContent content) {
        long last = content.offset() + content.length() - 1;
        return "bytes " + content.offset() + "-" + last + "/" + content.object().length();
    }

    /** RFC 9110 §13.1.2: the comparison is weak, and {@code *} matches whatever is there. */
    private static boolean matches(RoutingContext ctx, StoredObject object) {
        return Params.header(ctx, "If-None-Match").stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(object.etag()));
    }

    /** RFC 9110 §13.1.5: the range counts when the validator is that of the present object, compared strongly. */
    private static boolean isFresh(RoutingContext ctx, StoredObject object) {
        String modified = HTTP_DATE.format(object.lastModified().truncatedTo(ChronoUnit.SECONDS));
        return Params.header(ctx, "If-Range")
                .map(validator -> validator.equals(object.etag()) || validator.equals(modified))
                .orElse(true);
    }

    private static void fail(RoutingContext ctx, Throwable failure) {
        if (!ctx.response().headWritten()) {
            ctx.fail(failure);
        } else if (!ctx.response().closed()) {
            LOG.warn("media answer cut off", failure);
            ctx.response().reset().onFailure(late -> LOG.debug("connection was gone already", late));
        }
    }

    private record Presentation(String disposition, String cacheControl) {}
}
