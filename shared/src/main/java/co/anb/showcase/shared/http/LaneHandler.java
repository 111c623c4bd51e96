package co.anb.showcase.shared.http;

import co.anb.showcase.shared.observe.Lifecycle;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves what a lane takes, and hands everything else to the router. Answers look as the router's do, but for an
 * {@code X-Correlation-Id} that nobody sent: it is made only for a problem. For one event loop.
 */
final class LaneHandler implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(LaneHandler.class);

    private final FastLane lane;
    private final Handler<HttpServerRequest> router;
    private final Lifecycle lifecycle;
    private final RequestMetrics metrics;
    private final AccessLog log;

    LaneHandler(
            FastLane lane,
            Handler<HttpServerRequest> router,
            Lifecycle lifecycle,
            RequestMetrics metrics,
            AccessLog log) {
        this.lane = lane;
        this.router = router;
        this.lifecycle = lifecycle;
        this.metrics = metrics;
        this.log = log;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Optional<FastLane.Taken> taken = BodyDrain.isNeeded(request) ? Optional.empty() : take(request);
        if (taken.isEmpty()) {
            router.handle(request);
        } else {
            serve(request, taken.get());
        }
    }

    /** Nobody else would answer a request whose lane throws. */
    private Optional<FastLane.Taken> take(HttpServerRequest request) {
        try {
            return lane.take(request);
        } catch (RuntimeException ourBug) {
            return Optional.of(new FastLane.Taken(Edge.NO_ROUTE, Future.failedFuture(ourBug)));
        }
    }

    private void serve(HttpServerRequest request, FastLane.Taken taken) {
        RequestMetrics.Running running = metrics.begin(request);
        AccessLog.Running logged = log.begin(request);
        request.routed(taken.route());
        String correlationId = Correlation.echo(request);
        if (lifecycle.isDraining()) {
            request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        taken.answer()
                .onComplete(answer -> send(request, answer, correlationId).onComplete(sent -> {
                    running.end(taken.route(), sent.succeeded());
                    logged.end(taken.route(), correlationId);
                }));
    }

    private static Future<Void> send(HttpServerRequest request, AsyncResult<Prepared> answer, String correlationId) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return Future.failedFuture("the client left before the answer was there");
        }
        Future<Void> sent = answer.succeeded()
                ? answer.result().send(request)
                : ProblemHandler.answer(request, answer.cause(), correlationId);
        return sent.onFailure(e -> LOG.debug("client left before the answer was written", e));
    }
}
