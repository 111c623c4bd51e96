package co.anb.showcase.shared.http;

import co.anb.showcase.shared.ids.Ids;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * The id that ties together what one request caused: accepted from {@code X-Correlation-Id}, else made; echoed, logged
 * and carried on the queue message to the worker.
 */
public final class Correlation implements Handler<RoutingContext> {

    /** The header's name, on requests, responses and queue messages. */
    public static final String HEADER = "X-Correlation-Id";

    private static final String KEY = "showcase.correlationId";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    Correlation() {}

    @Override
    public void handle(RoutingContext ctx) {
        ctx.put(KEY, answerWith(ctx.request()));
        ctx.next();
    }

    /** Puts the request's id on its response, and tells it. */
    static String answerWith(HttpServerRequest request) {
        String sent = request.getHeader(HEADER);
        String id = sent != null && ACCEPTED.matcher(sent).matches()
                ? sent
                : Ids.next().toString();
        request.response().putHeader(HEADER, id);
        return id;
    }

    /** The request's id. */
    public static String id(RoutingContext ctx) {
        String id = ctx.get(KEY);
        return id == null ? "none" : id;
    }
}
