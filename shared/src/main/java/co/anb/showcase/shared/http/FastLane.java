package co.anb.showcase.shared.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * A lane in front of the router, for the few requests that come by the ten thousand. What it does not know in every
 * respect the router answers, so a lane need not know all the rules of a route: it leaves whatever is unusual.
 */
@FunctionalInterface
public interface FastLane {

    /** No lane. */
    FastLane NONE = request -> Optional.empty();

    /**
     * A request that a lane has taken.
     *
     * @param route as metrics and access log name it
     * @param answer completes on the request's context; a failure becomes a problem as on the router
     */
    record Taken(String route, Future<Prepared> answer) {

        /** Taken, and its answer is ready. */
        public static Taken ready(Prepared answer) {
            return new Taken(answer.route(), Future.succeededFuture(answer));
        }
    }

    /** Takes a request without a body, or leaves it. Called on the event loop for each of them; must take no time. */
    Optional<Taken> take(HttpServerRequest request);

    /** Whether a request reads what is the same for everybody. */
    static boolean isAnonymousGet(HttpServerRequest request) {
        return HttpMethod.GET.equals(request.method()) && !request.headers().contains("Authorization");
    }
}
