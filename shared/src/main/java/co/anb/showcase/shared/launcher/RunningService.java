package co.anb.showcase.shared.launcher;

import io.vertx.core.Future;

/** A service that has started. */
public interface RunningService {

    /** The port that it listens on. */
    int port();

    /**
     * Ends the service in order: stop accepting, finish what is in flight, give back what is held, close the pools. The
     * lifecycle is draining already, and the notice to load balancers is over. Fails when something had to be cut off.
     */
    Future<Void> stop();
}
