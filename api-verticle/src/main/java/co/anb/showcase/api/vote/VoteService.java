package co.anb.showcase.api.vote;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/**
 * The rules of voting: one vote of one user for one published video, whatever the concurrency, durable before the
 * answer. One a process; safe for all threads.
 */
public final class VoteService {

    private final Pool pool;
    private final VoteConfig config;
    private final VoteMetrics metrics;
    private final VoteRepository votes = new VoteRepository();

    /**
     * A service.
     *
     * @param pool the core database
     * @param config the rules
     * @param registry the service's registry
     */
    public VoteService(Pool pool, VoteConfig config, MeterRegistry registry) {
        this.pool = pool;
        this.config = config;
        this.metrics = new VoteMetrics(registry);
    }

    /**
     * Votes. Repeating a call whose answer was lost is harmless.
     *
     * @return what became of it, after the commit
     */
    public Future<VoteOutcome> cast(VideoId video, UserId voter) {
        return votes.cast(pool, video, voter, config.ownVideo()).onSuccess(metrics::cast);
    }

    /**
     * Takes a vote back.
     *
     * @return whether there was one, after the commit
     */
    public Future<Boolean> withdraw(VideoId video, UserId voter) {
        return pool.withTransaction(tx -> votes.withdraw(tx, video, voter)).onSuccess(this::countWithdrawal);
    }

    private void countWithdrawal(boolean withdrawn) {
        if (withdrawn) {
            metrics.withdrawn();
        }
    }
}
