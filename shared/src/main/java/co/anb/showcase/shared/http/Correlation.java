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

    /** Stands for an id where there is none. */
    static final String NONE = "none";

    private static final String KEY = "showcase.correlationId";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    Correlation() {}

    @Override
    public void handle(RoutingContext ctx) {
        ctx.put(KEY, answerWith(ctx.request()));
        ctx.next();
    }

    /** Puts an id on a request's response, and tells it: the one that was sent, if it is one, else a new one. */
    static String answerWith(HttpServerRequest request) {
        String sent = echo(request);
        return sent.equals(NONE) ? put(request, Ids.next().toString()) : sent;
    }

    /** Puts the id that was sent on the response, and tells it; {@link #NONE} when there is none. */
    static String echo(HttpServerRequest request) {
        String sent = request.getHeader(HEADER);
        return sent != null && ACCEPTED.matcher(sent).matches() ? put(request, sent) : NONE;
    }

    private static String put(HttpServerRequest request, String id) {
        request.response().putHeader(HEADER, id);
        return id;
    }

    /** The request's id. */
    public static String id(RoutingContext ctx) {
        String id = ctx.get(KEY);
        return id == null ? NONE : id;
    }
}
