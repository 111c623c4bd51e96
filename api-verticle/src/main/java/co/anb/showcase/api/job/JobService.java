package co.anb.showcase.api.job;

import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.events.VideoChanged;
import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.jobs.Job;
import co.anb.showcase.shared.jobs.JobRepository;
import co.anb.showcase.shared.jobs.JobState;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.AccessToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Optional;

/** What players and operators may know of jobs, and do with them. Callable from any event loop. */
public final class JobService {

    private final Vertx vertx;
    private final Pool pool;
    private final DeadLetterReplay replay;
    private final JobRepository jobs = new JobRepository();

    /**
     * A service over the core database.
     *
     * @param vertx whose event bus tells relays and live streams
     * @param timers whose connections to the broker reach the dead letters
     */
    public JobService(Vertx vertx, Pool pool, JobTimers timers) {
        this.vertx = vertx;
        this.pool = pool;
        this.replay = timers.replay();
    }

    /** A job of the caller, or any for an admin. Fails with JOB_NOT_FOUND or FORBIDDEN. */
    Future<Job> find(AccessToken caller, JobId id) {
        return find(id).map(job -> {
            if (job.userId().equals(caller.userId()) || caller.hasRole(AccessToken.ADMIN)) {
                return job;
            }
            throw ProblemException.of(ProblemType.FORBIDDEN);
        });
    }

    /** Jobs of all players, newest first. */
    Future<List<Job>> list(Optional<JobState> state, int limit, int offset) {
        return jobs.list(pool, state, limit, offset);
    }

    /** Puts a failed job back to work with all its attempts. Fails with JOB_NOT_FOUND or JOB_NOT_FAILED. */
    Future<Job> retry(JobId id) {
        return jobs.retryFailed(pool, id)
                .compose(again -> again.map(Future::succeededFuture).orElseGet(() -> refuse(id)))
                .onSuccess(this::announce);
    }

    /** Puts the jobs of the dead letters back to work. Fails with SERVICE_UNAVAILABLE without the broker. */
    Future<DeadLetterReplay.Replayed> replayDeadLetters() {
        return replay.run();
    }

    private Future<Job> find(JobId id) {
        return jobs.find(pool, id).map(job -> job.orElseThrow(() -> ProblemException.of(ProblemType.JOB_NOT_FOUND)));
    }

    private Future<Job> refuse(JobId id) {
        return find(id).map(job -> {
            throw ProblemException.of(ProblemType.JOB_NOT_FAILED);
        });
    }

    private void announce(Job job) {
        Events.JOB_DUE.publish(vertx.eventBus());
        VideoChanged changed =
                new VideoChanged(job.videoId(), job.userId(), job.videoStatus(), Optional.empty(), job.percent());
        Events.VIDEO_CHANGED.publish(vertx.eventBus(), changed.toJson());
    }
}
