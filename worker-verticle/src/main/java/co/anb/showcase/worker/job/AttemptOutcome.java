package co.anb.showcase.worker.job;

import co.anb.showcase.shared.jobs.ClaimedJob;
import co.anb.showcase.shared.jobs.JobFailure;
import co.anb.showcase.shared.jobs.JobOutput;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.worker.pipeline.RejectedVideoException;
import io.vertx.core.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how an attempt ended, under the fence. While the lease holds a write that fails is repeated, since the
 * work behind it is worth it; after that the job is somebody else's.
 */
final class AttemptOutcome {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptOutcome.class);
    private static final long PAUSE_MILLIS = 500;

    private final JobTools tools;
    private final ClaimedJob job;
    private final LeaseKeeper lease;
    private String reason = "none";

    AttemptOutcome(JobTools tools, ClaimedJob job, LeaseKeeper lease) {
        this.tools = tools;
        this.job = job;
        this.lease = lease;
    }

    /** The job went well. Fails with {@link LostLeaseException} when it is not ours any more. */
    Future<Void> processed(JobOutput output) {
        return held(() -> tools.leases()
                .processed(tools.pool(), job.token(), output, tools.policy().autoPublish()));
    }

    /** Runs a fenced statement until it is answered. Fails with {@link LostLeaseException} when it changed nothing. */
    Future<Void> held(Supplier<Future<Boolean>> statement) {
        if (!lease.holds()) {
            return Future.failedFuture(new LostLeaseException());
        }
        return statement.get().transform(result -> {
            if (result.succeeded()) {
                return result.result() ? Future.succeededFuture() : Future.failedFuture(new LostLeaseException());
            }
            LOG.warn(
                    "outcome not written, tried again job={} reason={}",
                    job.token().jobId(),
                    result.cause().toString());
            return tools.vertx().timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS).compose(paused -> held(statement));
        });
    }

    /**
     * The attempt failed: decides what becomes of the job and writes it down. Always succeeds; an outcome that can't be
     * written is left to the reconciler.
     *
     * @param abandoned whether this worker is stopping, so that nobody is at fault
     */
    Future<Outcome> failed(Throwable cause, boolean abandoned) {
        if (cause instanceof LostLeaseException || lease.isLost()) {
            reason = "LEASE_LOST";
            return Future.succeededFuture(Outcome.LOST);
        }
        return write(cause, abandoned)
                .recover(e ->
                        Future.succeededFuture(e instanceof LostLeaseException ? Outcome.LOST : Outcome.UNRECORDED));
    }

    /** The code of what went wrong, {@code none} when nothing did. */
    String reason() {
        return reason;
    }

    private Future<Outcome> write(Throwable cause, boolean abandoned) {
        if (cause instanceof RejectedVideoException rejected) {
            JobFailure failure = new JobFailure(rejected.reason().name(), rejected.sentence());
            reason = failure.code();
            return held(() -> tools.leases().reject(tools.pool(), job.token(), failure))
                    .map(Outcome.REJECTED);
        }
        if (abandoned) {
            return held(() -> tools.leases().giveBack(tools.pool(), job.token()))
                    .map(Outcome.GIVEN_BACK);
        }
        LOG.warn(
                "attempt failed job={} attempt={} correlationId={}",
                job.token().jobId(),
                job.attempt(),
                job.correlationId(),
                cause);
        JobFailure failure = isStorage(cause) ? JobFailure.storageError() : JobFailure.processingFailed();
        reason = failure.code();
        if (tools.policy().isLast(job.attempt())) {
            return held(() -> tools.leases().giveUp(tools.pool(), job.token(), failure))
                    .map(Outcome.GIVEN_UP);
        }
        var delay = tools.policy().delayAfter(job.attempt(), ThreadLocalRandom.current());
        return held(() -> tools.leases().retry(tools.pool(), job.token(), failure, delay))
                .map(Outcome.RETRIED);
    }

    private static boolean isStorage(Throwable cause) {
        return ProblemException.is(ProblemType.STORAGE_ERROR, cause)
                || ProblemException.is(ProblemType.NOT_FOUND, cause);
    }
}
