package co.anb.showcase.shared.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * A lane in front of the router, for answers that are ready. What it does not know the router answers, so a lane need
 * not know the rules of a route: it only gives again what the route has made for the same request.
 */
@FunctionalInterface
public interface FastLane {

    /** No lane. */
    FastLane NONE = request -> Optional.empty();

    /**
     * The answer to a GET without a body and without {@code Authorization}, if it is ready. Called on the event loop
     * for every such request; must take no time.
     */
    Optional<Prepared> find(HttpServerRequest request);
}
