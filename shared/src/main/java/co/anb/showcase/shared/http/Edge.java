package co.anb.showcase.shared.http;

import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.problem.Messages;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between the socket and a service's routes: the problem handler, the correlation id, security headers, the
 * access log, body limits and the deadline. One instance for each verticle instance; everything runs on its event loop.
 */
public final class Edge {

    static final String NO_ROUTE = "none";
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
    private static final String RUNNING = "showcase.running";
    /** A negative port is a free one that all instances of a deployment share; 0 would be another for each. */
    private static final int FREE_SHARED_PORT = -1;

    private static final int MAX_REQUEST_LINE_BYTES = 8 << 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    /** Each of at most 8 kB, which is Vert.x's default: what one form may take of the heap. */
    private static final int MAX_FORM_FIELDS = 32;
    /**
     * One hop to the file system carries a chunk: 64 kB costs a third less CPU than the default (performance.md §2).
     */
    private static final int CHUNK_BYTES = 64 << 10;

    private final Vertx vertx;
    private final HttpConfig config;
    private final Lifecycle lifecycle;
    private final RequestMetrics metrics;
    private final AccessLog log;

    /**
     * An edge that counts nothing.
     *
     * @param lifecycle tells when the process is draining, so that connections are closed after their answer
     */
    public Edge(Vertx vertx, HttpConfig config, Lifecycle lifecycle) {
        this(vertx, config, lifecycle, RequestMetrics.none());
    }

    /**
     * An edge.
     *
     * @param lifecycle tells when the process is draining, so that connections are closed after their answer
     * @param metrics counts the requests
     */
    public Edge(Vertx vertx, HttpConfig config, Lifecycle lifecycle, RequestMetrics metrics) {
        this.vertx = vertx;
        this.config = config;
        this.lifecycle = lifecycle;
        this.metrics = metrics;
        this.log = new AccessLog(config.accessLogRate());
        Messages.load();
    }

    /** A router on which every failure already has its answer; a trailing slash is tolerated on every route. */
    public Router router() {
        Router router = plainRouter();
        MountedRoutes mounted = new MountedRoutes(router);
        router.route().handler(ctx -> decorate(ctx, mounted));
        return router;
    }

    /**
     * A router for a proxy: failures have their answer and requests their id, while headers and access log are left to
     * the services behind it.
     */
    public Router plainRouter() {
        Router router = Router.router(vertx);
        new ProblemHandler().mount(router);
        router.route().handler(new Correlation());
        return router;
    }

    /** Reads a JSON or form body into memory, up to the configured limit (413 above). */
    @SuppressWarnings("UnnecessaryMethodReference") // it hides the type, see below
    public Handler<RoutingContext> json() {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(config.bodyLimitBytes());
        // As a plain handler: the router insists that a body handler stands before all others, but a body is read only
        // for callers who may send one.
        return body::handle;
    }

    /**
     * A handler that answers with what an operation comes to, within the request's deadline.
     *
     * @param operation parses the request, calls one service method, maps the result; may throw
     */
    public Handler<RoutingContext> reply(Function<RoutingContext, Future<Reply>> operation) {
        return ctx -> operation
                .apply(ctx)
                .timeout(config.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(reply -> reply.send(ctx))
                .onFailure(ctx::fail);
    }

    /** Like {@link #reply} for a transfer, which may take as long as bytes move. */
    public Handler<RoutingContext> replyWithoutDeadline(Function<RoutingContext, Future<Reply>> operation) {
        return ctx -> operation.apply(ctx).onSuccess(reply -> reply.send(ctx)).onFailure(ctx::fail);
    }

    /** Like {@link #reply} for answers that are made once and sent often. */
    public Handler<RoutingContext> prepared(Function<RoutingContext, Future<Prepared>> operation) {
        return ctx -> operation
                .apply(ctx)
                .timeout(config.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(answer -> {
                    if (!ctx.response().ended() && !ctx.response().closed()) {
                        answer.send(ctx.request()).onFailure(ctx::fail);
                    }
                })
                .onFailure(ctx::fail);
    }

    /**
     * To be called when an answer begins that goes on for as long as its client likes: what is measured as the request
     * ends here, or streams of minutes would be taken for slow answers.
     */
    public static void streams(RoutingContext ctx) {
        RequestMetrics.@Nullable Running running = ctx.get(RUNNING);
        if (running != null) {
            running.end(route(ctx).orElse(NO_ROUTE), true);
        }
    }

    /** Listens with the configured limits; all instances of one deployment share the port, also a free one. */
    public Future<HttpServer> listen(Router router) {
        return listen(FastLane.NONE, router);
    }

    /** The same with a lane in front of the router. */
    public Future<HttpServer> listen(FastLane lane, Router router) {
        // Vert.x asks when a connection is opened: headers that never change are turned into bytes once.
        System.setProperty("vertx.cacheImmutableHttpResponseHeaders", "true");
        return vertx.createHttpServer(serverOptions(config))
                .connectionHandler(metrics::opened)
                .invalidRequestHandler(Edge::refuseInvalid)
                .requestHandler(new LaneHandler(lane, router, lifecycle, metrics, log))
                .listen();
    }

    /** The limits of every server here. */
    public static HttpServerOptions serverOptions(HttpConfig config) {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port() == 0 ? FREE_SHARED_PORT : config.port())
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(CHUNK_BYTES)
                .setMaxFormFields(MAX_FORM_FIELDS)
                // No WebSockets here: their compression would look at each request and answer.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setIdleTimeout((int) config.idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private void decorate(RoutingContext ctx, MountedRoutes mounted) {
        RequestMetrics.Running running = metrics.begin(ctx.request());
        AccessLog.Running logged = log.begin(ctx.request());
        ctx.put(RUNNING, running);
        ctx.addEndHandler(result -> {
            String route = route(ctx, mounted);
            running.end(route, result.succeeded());
            logged.end(route, Correlation.id(ctx));
        });
        ctx.addHeadersEndHandler(written -> addHeaders(ctx.response()));
        if (BodyDrain.isNeeded(ctx.request())) {
            ctx.addEndHandler(written -> BodyDrain.start(vertx, ctx.request()));
        }
        ctx.next();
    }

    private void addHeaders(HttpServerResponse response) {
        SecurityHeaders.addTo(response.headers());
        if (lifecycle.isDraining()) {
            response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** Of a request that failed the router knows the failure handler's route alone, which has no path. */
    private static String route(RoutingContext ctx, MountedRoutes mounted) {
        return route(ctx)
                .or(() -> mounted.template(ctx.request().method(), ctx.normalizedPath()))
                .orElse(NO_ROUTE);
    }

    private static Optional<String> route(RoutingContext ctx) {
        return Optional.ofNullable(ctx.currentRoute()).map(Route::getPath);
    }

    /** A request that Netty could not decode never reaches a router; it gets its problem here. */
    private static void refuseInvalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        String name = cause == null ? "" : cause.getClass().getSimpleName();
        int status = name.contains("TooLongHttpHeader") ? 431 : name.contains("TooLongHttpLine") ? 414 : 400;
        JsonObject body = ProblemHandler.toJson(
                ProblemHandler.toProblem(new io.vertx.ext.web.handler.HttpException(status)),
                Locale.forLanguageTag("es"),
                "/",
                "none");
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Connection", "close")
                .end(body.toBuffer())
                .eventually(() -> request.connection().close())
                .onFailure(e -> LOG.debug("invalid request", e));
    }
}
