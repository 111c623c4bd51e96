package co.anb.showcase.auth.session;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes sessions, refresh tokens and revocations whose time is over. Every node does so at its own pace; twice does
 * no harm.
 */
public final class PurgeJob {

    private static final Logger LOG = LoggerFactory.getLogger(PurgeJob.class);
    private static final Duration PERIOD = Duration.ofMinutes(15);

    private final Vertx vertx;
    private final Pool pool;
    private final SessionRepository sessions;
    private final RevocationRepository revocations;
    private final Clock clock;
    private Future<Void> running = Future.succeededFuture();
    private long timer = -1;

    /** A job that is not started. */
    public PurgeJob(Vertx vertx, Pool pool, SessionRepository sessions, RevocationRepository revocations, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.sessions = sessions;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Runs from now on, once a period. */
    public void start() {
        timer = vertx.setPeriodic(PERIOD.toMillis(), id -> tick());
    }

    /** Runs no more; completes when a run that is under way has ended. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return running.otherwiseEmpty();
    }

    /** Runs once. */
    Future<Void> run() {
        Instant now = clock.instant();
        return sessions.purge(pool, now)
                .compose(purged -> revocations.purge(pool, now).map(revoked -> {
                    LOG.debug("purged sessions={} revocations={}", purged, revoked);
                    return null;
                }));
    }

    private void tick() {
        if (running.isComplete()) {
            running = run().onFailure(e -> LOG.warn("what is over could not be purged: {}", e.toString()));
        }
    }
}
