package co.anb.showcase.auth.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs {@link SigningKeys#maintain()} at an interval; a run that fails changes nothing and is tried again. */
public final class KeyRotationJob {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotationJob.class);

    private final Vertx vertx;
    private final SigningKeys keys;
    private Future<Void> running = Future.succeededFuture();
    private long timer = -1;

    /** A job that is not started. */
    public KeyRotationJob(Vertx vertx, SigningKeys keys) {
        this.vertx = vertx;
        this.keys = keys;
    }

    /** Runs from now on. */
    public void start() {
        timer = vertx.setPeriodic(keys.maintenanceInterval().toMillis(), id -> tick());
    }

    /** Runs no more; completes when a run that is under way has ended. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return running.otherwiseEmpty();
    }

    private void tick() {
        if (running.isComplete()) {
            running = keys.maintain()
                    .onFailure(e -> LOG.warn("the signing keys could not be maintained: {}", e.toString()));
        }
    }
}
