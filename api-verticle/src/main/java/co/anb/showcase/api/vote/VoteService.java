package co.anb.showcase.api.vote;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;

/**
 * The rules of voting: one vote of one user for one published video, whatever the concurrency, durable before the
 * answer. One a process; safe for all threads.
 */
public final class VoteService {

    private final VoteBatchers batchers;
    private final VoteMetrics metrics;

    /**
     * A service.
     *
     * @param batchers the process's way to the database
     * @param registry the service's registry
     */
    public VoteService(VoteBatchers batchers, MeterRegistry registry) {
        this.batchers = batchers;
        this.metrics = new VoteMetrics(registry);
    }

    /**
     * Votes. Repeating a call whose answer was lost is harmless.
     *
     * @return what became of it, after the commit
     */
    public Future<VoteOutcome> cast(VideoId video, UserId voter) {
        return batchers.cast(new VoteKey(video.value(), voter.value())).onSuccess(metrics::cast);
    }

    /**
     * Takes a vote back.
     *
     * @return whether there was one, after the commit
     */
    public Future<Boolean> withdraw(VideoId video, UserId voter) {
        return batchers.withdraw(new VoteKey(video.value(), voter.value())).onSuccess(this::countWithdrawal);
    }

    private void countWithdrawal(boolean withdrawn) {
        if (withdrawn) {
            metrics.withdrawn();
        }
    }
}
