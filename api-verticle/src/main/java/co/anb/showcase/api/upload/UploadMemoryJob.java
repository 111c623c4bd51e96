package co.anb.showcase.api.upload;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets idempotency keys and daily counts whose time is over. It runs on every node; a second run finds nothing.
 * Uploads that nobody ended are given up by the object reaper.
 */
public final class UploadMemoryJob {

    private static final Logger LOG = LoggerFactory.getLogger(UploadMemoryJob.class);
    private static final Duration PERIOD = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final Pool pool;
    private final UploadQuota quota;
    private final IdempotencyRepository keys = new IdempotencyRepository();
    private Future<Void> running = Future.succeededFuture();
    private long timer = -1;

    /** A job that does not run yet; one a process. */
    public UploadMemoryJob(Vertx vertx, Pool pool, UploadConfig config, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.quota = new UploadQuota(config, clock);
    }

    /** Runs at an interval, never twice at a time. */
    public void start() {
        timer = vertx.setPeriodic(PERIOD.toMillis(), id -> tick());
    }

    /** Stops; what is under way ends first. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return running.otherwiseEmpty();
    }

    /** One run. */
    Future<Void> run() {
        return keys.forgetExpired(pool).compose(forgotten -> quota.forgetPast(pool));
    }

    private void tick() {
        if (running.isComplete()) {
            running = run().onFailure(e -> LOG.warn("expired keys can't be forgotten now", e));
        }
    }
}
