package co.anb.showcase.shared.http;

import co.anb.showcase.shared.problem.FieldError;
import co.anb.showcase.shared.problem.Messages;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one failure path: whatever was thrown, failed or matched no route becomes {@code application/problem+json} (RFC
 * 9457). Unexpected failures are logged here, once; clients get neither class names nor SQL.
 */
final class ProblemHandler implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final Duration LATER = Duration.ofSeconds(2);
    private static final List<Integer> ROUTER_STATUSES = List.of(400, 401, 403, 404, 405, 406, 413, 415, 500, 501, 503);

    /** What Vert.x itself answers with a status alone. */
    private static final Map<Integer, ProblemType> STATUS_TO_TYPE = Map.ofEntries(
            Map.entry(400, ProblemType.VALIDATION_ERROR),
            Map.entry(401, ProblemType.UNAUTHORIZED),
            Map.entry(403, ProblemType.FORBIDDEN),
            Map.entry(404, ProblemType.NOT_FOUND),
            Map.entry(405, ProblemType.METHOD_NOT_ALLOWED),
            Map.entry(406, ProblemType.NOT_ACCEPTABLE),
            Map.entry(408, ProblemType.REQUEST_TIMEOUT),
            Map.entry(413, ProblemType.PAYLOAD_TOO_LARGE),
            Map.entry(414, ProblemType.URI_TOO_LONG),
            Map.entry(415, ProblemType.UNSUPPORTED_MEDIA_TYPE),
            Map.entry(416, ProblemType.RANGE_NOT_SATISFIABLE),
            Map.entry(429, ProblemType.RATE_LIMITED),
            Map.entry(431, ProblemType.HEADERS_TOO_LARGE),
            Map.entry(503, ProblemType.SERVICE_UNAVAILABLE));

    /**
     * SQLSTATE classes and codes that mean "the database is away or busy", not "our statement is wrong" (PostgreSQL,
     * appendix A): connection exceptions, insufficient resources, operator intervention, system errors, and the
     * transaction rollbacks that a client may repeat.
     */
    private static final Set<String> TRANSIENT_SQL_CLASSES = Set.of("08", "53", "57", "58", "40");

    void mount(Router router) {
        router.route().failureHandler(this);
        ROUTER_STATUSES.forEach(status -> router.errorHandler(status, this));
        MountedRoutes mounted = new MountedRoutes(router);
        router.errorHandler(405, ctx -> {
            ctx.response().putHeader("Allow", mounted.methods(ctx.normalizedPath()));
            handle(ctx);
        });
    }

    @Override
    public void handle(RoutingContext ctx) {
        Throwable failure = ctx.failure();
        ProblemException problem = failure == null ? ofStatus(ctx.statusCode()) : toProblem(failure);
        logIfOurs(problem, failure == null ? problem : failure, ctx.normalizedPath(), Correlation.id(ctx));
        HttpServerResponse response = ctx.response();
        if (response.headWritten()) {
            ctx.request().connection().close().onFailure(e -> LOG.debug("close after failure", e));
        } else if (!response.closed()) {
            write(ctx.request(), problem, Correlation.id(ctx))
                    .onFailure(e -> LOG.debug("client left before the problem was written", e));
        }
    }

    /**
     * Answers a request that no router has seen.
     *
     * @param sentId the correlation id that is on the response already; one is made when there is none
     */
    static Future<Void> answer(HttpServerRequest request, Throwable failure, String sentId) {
        ProblemException problem = toProblem(failure);
        String correlationId = sentId.equals(Correlation.NONE) ? Correlation.answerWith(request) : sentId;
        logIfOurs(problem, failure, request.path(), correlationId);
        SecurityHeaders.addTo(request.response().headers());
        return write(request, problem, correlationId);
    }

    /** The problem that any failure amounts to. */
    static ProblemException toProblem(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof HttpException http) {
            return http.getCause() instanceof ProblemException problem ? problem : ofStatus(http.getStatusCode());
        }
        if (failure instanceof DecodeException) {
            return ProblemException.of(ProblemType.VALIDATION_ERROR, "body.malformed");
        }
        if (isTransient(failure)) {
            return ProblemException.of(ProblemType.SERVICE_UNAVAILABLE)
                    .retryAfter(LATER)
                    .causedBy(failure);
        }
        return ProblemException.of(ProblemType.INTERNAL_ERROR).causedBy(failure);
    }

    /** The body of a problem. */
    static JsonObject toJson(ProblemException problem, Locale locale, String path, String traceId) {
        ProblemType type = problem.type();
        JsonObject json = new JsonObject()
                .put("type", type.type().toString())
                .put("title", Messages.text(locale, type + ".title"))
                .put("status", type.status())
                .put("detail", problem.detail(locale))
                .put("instance", path)
                .put("error_code", type.name())
                .put("traceId", traceId);
        if (!problem.errors().isEmpty()) {
            JsonArray errors = new JsonArray();
            for (FieldError error : problem.errors()) {
                errors.add(new JsonObject().put("pointer", error.pointer()).put("detail", error.text(locale)));
            }
            json.put("errors", errors);
        }
        return json;
    }

    private static ProblemException ofStatus(int status) {
        return ProblemException.of(STATUS_TO_TYPE.getOrDefault(
                status, status < 500 && status >= 400 ? ProblemType.VALIDATION_ERROR : ProblemType.INTERNAL_ERROR));
    }

    private static boolean isTransient(Throwable failure) {
        if (failure instanceof PgException database) {
            String state = database.getSqlState();
            return state != null && state.length() == 5 && TRANSIENT_SQL_CLASSES.contains(state.substring(0, 2));
        }
        return failure instanceof TimeoutException
                || failure instanceof RejectedExecutionException
                || failure instanceof ClosedConnectionException
                || failure instanceof HttpClosedException
                || failure instanceof IOException
                || isPoolFailure(failure);
    }

    /** The pool reports its time-out and its full queue with plain exceptions that only their text tells apart. */
    private static boolean isPoolFailure(Throwable failure) {
        String message = failure.getMessage();
        return message != null
                && (message.startsWith("Timeout")
                        || message.startsWith("Pool closed")
                        || message.contains("max wait queue size")
                        || message.startsWith("Connection closed"));
    }

    private static void logIfOurs(ProblemException problem, Throwable failure, String path, String correlationId) {
        if (problem.type() == ProblemType.INTERNAL_ERROR) {
            LOG.atError()
                    .setCause(failure)
                    .addKeyValue("correlationId", correlationId)
                    .addKeyValue("path", path)
                    .log("request failed");
        } else if (problem.type().status() >= 500) {
            LOG.atDebug()
                    .setCause(failure)
                    .addKeyValue("correlationId", correlationId)
                    .log("request refused");
        }
    }

    private static Future<Void> write(HttpServerRequest request, ProblemException problem, String correlationId) {
        Locale locale = Messages.preferred(request.getHeader("Accept-Language"));
        HttpServerResponse response =
                request.response().setStatusCode(problem.type().status());
        problem.headers().forEach((name, value) -> response.putHeader(name, value));
        if (problem.type().status() == 401 && !response.headers().contains("WWW-Authenticate")) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (problem.type().status() == 503 && !response.headers().contains("Retry-After")) {
            response.putHeader("Retry-After", Long.toString(LATER.toSeconds()));
        }
        Buffer body = toJson(problem, locale, request.path(), correlationId).toBuffer();
        return response.putHeader("Content-Type", MEDIA_TYPE)
                .putHeader("Content-Language", locale.getLanguage())
                .end(body);
    }
}
