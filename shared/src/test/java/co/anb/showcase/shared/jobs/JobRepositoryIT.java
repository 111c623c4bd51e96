package co.anb.showcase.shared.jobs;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.testkit.Showcase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Jobs as they are recorded, listed and put back by an operator, on a real PostgreSQL. */
@Showcase
class JobRepositoryIT extends JobTables {

    private final JobRepository jobs = new JobRepository();
    private final DispatchRepository dispatch = new DispatchRepository();

    @Test
    void recordedJobIsPendingAndDue() {
        UUID videoId = rows.video();
        NewJob job = new NewJob(JobId.next(), new VideoId(videoId), UserId.next(), "request-1", Optional.empty());

        done(jobs.insert(pool, job));

        Job found = await(jobs.find(pool, job.id())).orElseThrow();
        assertThat(found)
                .isEqualTo(new Job(
                        job.id(),
                        job.videoId(),
                        job.userId(),
                        "uploaded",
                        JobState.PENDING,
                        0,
                        Optional.empty(),
                        0,
                        Optional.empty()));
        assertThat(await(dispatch.backlog(pool)).jobs()).isEqualTo(1);
    }

    @Test
    void unknownJobIsEmpty() {
        assertThat(await(jobs.find(pool, JobId.next()))).isEmpty();
    }

    @Test
    void listIsNewestFirstAndOfOneState() {
        NewJob older = new NewJob(JobId.next(), new VideoId(rows.video()), UserId.next(), "a", Optional.empty());
        NewJob newer = new NewJob(JobId.next(), new VideoId(rows.video()), UserId.next(), "b", Optional.empty());
        done(jobs.insert(pool, older).compose(done -> jobs.insert(pool, newer)));
        UUID running = claimed().token().jobId().value();

        List<Job> pending = await(jobs.list(pool, Optional.of(JobState.PENDING), 100, 0));

        assertThat(pending).extracting(Job::id).doesNotContain(new JobId(running));
        assertThat(await(jobs.list(pool, Optional.empty(), 2, 0))).hasSize(2);
        assertThat(await(jobs.list(pool, Optional.empty(), 100, 3))).isEmpty();
        assertThat(await(jobs.list(pool, Optional.empty(), 100, 0)))
                .extracting(job -> job.id().value())
                .containsSubsequence(newer.id().value(), older.id().value());
    }

    @Test
    void operatorPutsOnlyAFailedJobBackWithAllItsAttempts() {
        ClaimedJob job = claimed();
        assertThat(await(jobs.retryFailed(pool, job.token().jobId()))).isEmpty();
        done(leases.giveUp(pool, job.token(), FAILURE));

        Job again = await(jobs.retryFailed(pool, job.token().jobId())).orElseThrow();

        assertThat(again.state()).isEqualTo(JobState.PENDING);
        assertThat(again.attempts()).isZero();
        assertThat(again.videoStatus()).isEqualTo("uploaded");
        assertThat(videoOf(job)).doesNotContainKeys("failure_code", "failure_reason");
        assertThat(await(dispatch.takeDeadLetters(pool, 1, Duration.ZERO))).isEmpty();
        assertThat(await(jobs.retryFailed(pool, JobId.next()))).isEmpty();
    }
}
