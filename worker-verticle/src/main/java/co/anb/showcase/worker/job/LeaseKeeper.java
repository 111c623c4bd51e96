package co.anb.showcase.worker.job;

import co.anb.showcase.shared.jobs.ClaimedJob;
import co.anb.showcase.shared.jobs.JobStage;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lease of one job from its claim to its outcome: renews it three times in its length, and with each renewal
 * writes down stage and percent. A renewal that changes nothing means that the job is lost. When the database is away
 * the lease holds until its time is over by this machine's clock, and is then given up. Runs on one context.
 */
final class LeaseKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int RENEWALS_PER_LEASE = 3;
    /** The contract: progress is at most ten seconds old without any event. */
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(8);

    private final JobTools tools;
    private final ClaimedJob job;
    private final Runnable onLost;
    private final long timer;

    private JobStage stage = JobStage.LOAD;
    private int percent;
    private Instant heldUntil;
    private boolean lost;
    private boolean renewing;

    /**
     * Begins to keep a lease that was just claimed.
     *
     * @param onLost called once, when the job is no longer this worker's
     */
    LeaseKeeper(JobTools tools, ClaimedJob job, Runnable onLost) {
        this.tools = tools;
        this.job = job;
        this.onLost = onLost;
        this.heldUntil = tools.clock().instant().plus(tools.policy().lease());
        Duration interval = tools.policy().lease().dividedBy(RENEWALS_PER_LEASE);
        Duration bounded = interval.compareTo(LONGEST_INTERVAL) < 0 ? interval : LONGEST_INTERVAL;
        this.timer = tools.vertx().setPeriodic(Math.max(1, bounded.toMillis()), tick -> renew());
    }

    /** Notes how far the work is, for the next renewal. */
    void progressed(JobStage newStage, int newPercent) {
        stage = newStage;
        percent = newPercent;
    }

    /** Whether the job is lost; nothing may be written for it any more. */
    boolean isLost() {
        return lost;
    }

    /** Whether the lease still holds by this machine's clock. */
    boolean holds() {
        return !lost && tools.clock().instant().isBefore(heldUntil);
    }

    /** Ends the renewals. */
    void stop() {
        tools.vertx().cancelTimer(timer);
    }

    private void renew() {
        if (lost || renewing) {
            return;
        }
        if (!holds()) {
            lose();
            return;
        }
        renewing = true;
        Instant asked = tools.clock().instant();
        Future<Boolean> renewed =
                tools.leases().renew(tools.pool(), job.token(), tools.policy().lease(), stage, percent);
        renewed.onSuccess(held -> {
                    tools.metrics().renewed(held);
                    if (held) {
                        heldUntil = asked.plus(tools.policy().lease());
                    } else {
                        lose();
                    }
                })
                .onFailure(e -> LOG.warn(
                        "lease not renewed job={} reason={}", job.token().jobId(), e.toString()))
                .onComplete(done -> renewing = false);
    }

    private void lose() {
        lost = true;
        stop();
        LOG.warn("lease lost job={} attempt={}", job.token().jobId(), job.attempt());
        onLost.run();
    }
}
