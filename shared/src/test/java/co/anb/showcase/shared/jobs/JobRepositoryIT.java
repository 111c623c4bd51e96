package co.anb.showcase.shared.jobs;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.db.Migrations;
import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transition of a job, and every one that a fence must refuse, on a real PostgreSQL. */
@Showcase
class JobRepositoryIT {

    private static final JobPolicy POLICY = new JobPolicy(3, Duration.ofSeconds(10), Duration.ofSeconds(60), true);
    private static final JobFailure FAILURE = new JobFailure("STORAGE_ERROR", "No pudimos procesar tu video.");
    private static final JobOutput OUTPUT = new JobOutput("processed/v.mp4", "processed/v.jpg");

    private static Pool pool;
    private static CoreRows rows;

    private final JobRepository jobs = new JobRepository();
    private final DispatchRepository dispatch = new DispatchRepository();
    private final LeaseRepository leases = new LeaseRepository();
    private final ReconcileRepository reconcile = new ReconcileRepository();

    @BeforeAll
    static void migrate(Vertx vertx, ShowcaseServices services) {
        DbConfig config = DbConfig.from(ConfigReader.of(Map.of("DATABASE_URL", services.databaseUrl("core"))));
        done(Migrations.run(vertx, config, "db/core"));
        pool = Database.open(vertx, config, "core");
        rows = new CoreRows(services.databaseUrl("core"));
    }

    @AfterAll
    static void close() {
        done(pool.close());
    }

    @BeforeEach
    void empty() {
        rows.execute("TRUNCATE jobs, videos, object_deletions, video_stats");
    }

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
    void dueJobIsMarkedOnceAndAFutureOneNever() {
        UUID due = rows.job();
        UUID future = rows.job();
        rows.execute("UPDATE jobs SET due_at = now() + interval '1 hour' WHERE id = ?", future);

        List<DueJob> first = await(dispatch.markDue(pool, 100));
        List<DueJob> second = await(dispatch.markDue(pool, 100));

        assertThat(first).extracting(job -> job.id().value()).containsExactly(due);
        assertThat(second).isEmpty();
        assertThat(rows.stateOf(future)).isEqualTo("pending");
    }

    @Test
    void twentyRelaysShareTheDueJobsWithoutOverlap() {
        Set<UUID> recorded = new HashSet<>();
        IntStream.range(0, 60).forEach(i -> recorded.add(rows.job()));

        List<Future<List<DueJob>>> marks =
                IntStream.range(0, 20).mapToObj(i -> dispatch.markDue(pool, 3)).toList();
        List<UUID> marked = marks.stream()
                .flatMap(mark -> await(mark).stream())
                .map(job -> job.id().value())
                .toList();

        assertThat(marked).doesNotHaveDuplicates().isSubsetOf(recorded);
    }

    @Test
    void markIsTakenBackOnlyWhileItIsTheSameMark() {
        UUID id = rows.job();
        DueJob first = await(dispatch.markDue(pool, 1)).get(0);

        assertThat(await(dispatch.takeBack(pool, first))).isTrue();
        assertThat(rows.stateOf(id)).isEqualTo("pending");

        DueJob second = await(dispatch.markDue(pool, 1)).get(0);
        assertThat(await(dispatch.takeBack(pool, first))).isFalse();
        assertThat(rows.stateOf(id)).isEqualTo("dispatched");
        assertThat(await(leases.claim(pool, second.id(), UUID.randomUUID(), POLICY)))
                .isPresent();
        assertThat(await(dispatch.takeBack(pool, second))).isFalse();
        assertThat(rows.stateOf(id)).isEqualTo("running");
    }

    @Test
    void claimShowsTheVideoAsProcessingAndGivesWhatTheWorkerNeeds() {
        ClaimedJob job = claimed();

        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.originalKey()).isEqualTo("uploads/" + job.videoId() + ".mp4");
        assertThat(job.title()).isEqualTo("Clavada desde la línea");
        assertThat(job.correlationId()).isEqualTo("test-correlation");
        assertThat(videoOf(job)).containsEntry("status", "processing");
    }

    @Test
    void ofManyParallelClaimsOneHolds() {
        UUID id = rows.job();
        done(dispatch.markDue(pool, 1));

        List<Future<Optional<ClaimedJob>>> claims = IntStream.range(0, 30)
                .mapToObj(i -> leases.claim(pool, new JobId(id), UUID.randomUUID(), POLICY))
                .toList();

        assertThat(claims.stream().filter(claim -> await(claim).isPresent())).hasSize(1);
        assertThat(rows.jobRow(id)).containsEntry("attempt", 1);
    }

    @Test
    void pendingHeldAndFinishedJobsCannotBeClaimed() {
        UUID pending = rows.job();
        assertThat(await(leases.claim(pool, new JobId(pending), UUID.randomUUID(), POLICY)))
                .isEmpty();
        ClaimedJob held = claimed();
        assertThat(claim(held)).isEmpty();

        done(leases.processed(pool, held.token(), OUTPUT, true));
        assertThat(claim(held)).isEmpty();
    }

    @Test
    void runOutLeaseIsClaimedAgainUntilTheLastAttempt() {
        ClaimedJob job = claimed();

        runOut(job);
        assertThat(claim(job)).map(ClaimedJob::attempt).contains(2);
        runOut(job);
        assertThat(claim(job)).map(ClaimedJob::attempt).contains(3);
        runOut(job);
        assertThat(claim(job)).isEmpty();
    }

    @Test
    void renewalMovesTheLeaseAndTellsHowFarTheWorkIs() {
        ClaimedJob job = claimed();
        runOut(job);

        assertThat(await(leases.renew(pool, job.token(), POLICY.lease(), JobStage.ENCODE, 42)))
                .isTrue();

        assertThat(rowOf(job)).containsEntry("stage", "encode").containsEntry("percent", 42);
        assertThat(await(reconcile.requeueExpired(pool, 3))).isZero();
    }

    @Test
    void processedVideoIsPublishedWithItsCounterAndOwnsItsObjects() {
        ClaimedJob job = claimed();
        assertThat(await(leases.reserve(pool, job.token(), OUTPUT.keys()))).isTrue();
        assertThat(rows.query("SELECT 1 FROM object_deletions WHERE due_at > now() + interval '23 hours'"))
                .hasSize(2);

        assertThat(await(leases.processed(pool, job.token(), OUTPUT, true))).isTrue();

        assertThat(rowOf(job)).containsEntry("state", "processed").containsEntry("percent", 100);
        assertThat(rowOf(job)).doesNotContainKeys("lease_until", "claim_id", "dead_letter", "error");
        assertThat(videoOf(job))
                .containsEntry("status", "processed")
                .containsEntry("processed_key", OUTPUT.processedKey())
                .containsEntry("poster_key", OUTPUT.posterKey())
                .containsKeys("processed_at", "published_at");
        assertThat(rows.query("SELECT votes FROM video_stats")).containsExactly(Map.of("votes", 0L));
        assertThat(rows.query("SELECT 1 FROM object_deletions")).isEmpty();
    }

    @Test
    void withoutAutoPublishTheVideoWaitsForItsOwner() {
        ClaimedJob job = claimed();

        done(leases.processed(pool, job.token(), OUTPUT, false));

        assertThat(videoOf(job)).containsEntry("status", "processed").doesNotContainKey("published_at");
        assertThat(rows.query("SELECT 1 FROM video_stats")).isEmpty();
    }

    @Test
    void rejectedVideoFailsForGoodWithItsReasonAndWithoutADeadLetter() {
        ClaimedJob job = claimed();
        JobFailure tooShort = new JobFailure("INVALID_VIDEO_DURATION", "El video dura 10 s.");

        assertThat(await(leases.reject(pool, job.token(), tooShort))).isTrue();

        assertThat(rowOf(job)).containsEntry("state", "failed").doesNotContainKeys("lease_until", "dead_letter");
        assertThat(videoOf(job))
                .containsEntry("status", "failed")
                .containsEntry("failure_code", "INVALID_VIDEO_DURATION")
                .containsEntry("failure_reason", "El video dura 10 s.");
        assertThat(await(dispatch.takeDeadLetters(pool, 10, Duration.ofSeconds(30))))
                .isEmpty();
    }

    @Test
    void retriedJobWaitsItsDelayWhileItsVideoStaysProcessing() {
        ClaimedJob job = claimed();

        assertThat(await(leases.retry(pool, job.token(), FAILURE, Duration.ofMinutes(5))))
                .isTrue();

        assertThat(rowOf(job)).containsEntry("state", "pending").containsEntry("attempt", 1);
        assertThat(videoOf(job)).containsEntry("status", "processing");
        assertThat(await(dispatch.markDue(pool, 10))).isEmpty();
        rows.execute("UPDATE jobs SET due_at = now()");
        assertThat(await(dispatch.markDue(pool, 10))).hasSize(1);
        assertThat(claim(job)).map(ClaimedJob::attempt).contains(2);
    }

    @Test
    void givenUpJobHasItsDeadLetterSentOnceItIsMarked() {
        ClaimedJob job = claimed();

        assertThat(await(leases.giveUp(pool, job.token(), FAILURE))).isTrue();

        assertThat(videoOf(job)).containsEntry("status", "failed");
        List<DeadLetter> taken = await(dispatch.takeDeadLetters(pool, 10, Duration.ZERO));
        assertThat(taken)
                .containsExactly(
                        new DeadLetter(job.token().jobId(), job.videoId(), "test-correlation", 1, "STORAGE_ERROR"));
        assertThat(await(dispatch.takeDeadLetters(pool, 10, Duration.ofSeconds(30))))
                .isEqualTo(taken);
        assertThat(await(dispatch.takeDeadLetters(pool, 10, Duration.ZERO))).isEmpty();
        rows.execute("UPDATE jobs SET due_at = now()");
        done(dispatch.deadLetterSent(pool, job.token().jobId()));
        assertThat(await(dispatch.takeDeadLetters(pool, 10, Duration.ZERO))).isEmpty();
        assertThat(rowOf(job)).containsEntry("dead_letter", "sent");
    }

    @Test
    void givenBackJobIsDueAtOnceAndItsAttemptDoesNotCount() {
        ClaimedJob job = claimed();

        assertThat(await(leases.giveBack(pool, job.token()))).isTrue();

        assertThat(rowOf(job)).containsEntry("state", "pending").containsEntry("attempt", 0);
        done(dispatch.markDue(pool, 1));
        assertThat(claim(job)).map(ClaimedJob::attempt).contains(1);
    }

    @Test
    void workerThatGaveAJobBackIsFencedOffThoughTheNextHasTheSameAttempt() {
        ClaimedJob first = claimed();
        done(leases.giveBack(pool, first.token()));
        done(dispatch.markDue(pool, 1));
        ClaimedJob second = claim(first).orElseThrow();
        assertThat(second.attempt()).isEqualTo(first.attempt());

        assertThat(await(leases.giveBack(pool, first.token()))).isFalse();
        assertThat(await(leases.processed(pool, first.token(), OUTPUT, true))).isFalse();

        assertThat(await(leases.renew(pool, second.token(), POLICY.lease(), JobStage.SAVE, 90)))
                .isTrue();
    }

    static Stream<Named<BiFunction<LeaseRepository, FencingToken, Future<Boolean>>>> fenced() {
        return Stream.of(
                Named.of("renew", (l, t) -> l.renew(pool, t, POLICY.lease(), JobStage.ENCODE, 1)),
                Named.of("reserve", (l, t) -> l.reserve(pool, t, OUTPUT.keys())),
                Named.of("processed", (l, t) -> l.processed(pool, t, OUTPUT, true)),
                Named.of("reject", (l, t) -> l.reject(pool, t, FAILURE)),
                Named.of("giveUp", (l, t) -> l.giveUp(pool, t, FAILURE)),
                Named.of("retry", (l, t) -> l.retry(pool, t, FAILURE, Duration.ZERO)),
                Named.of("giveBack", (l, t) -> l.giveBack(pool, t)));
    }

    @ParameterizedTest
    @MethodSource("fenced")
    void workerWhoseJobWasTakenOverChangesNothing(BiFunction<LeaseRepository, FencingToken, Future<Boolean>> step) {
        ClaimedJob lost = claimed();
        runOut(lost);
        ClaimedJob held = claim(lost).orElseThrow();
        Map<String, Object> before = rowOf(held);

        assertThat(await(step.apply(leases, lost.token()))).isFalse();

        assertThat(rowOf(held)).isEqualTo(before);
        assertThat(videoOf(held)).containsEntry("status", "processing");
        assertThat(rows.query("SELECT 1 FROM object_deletions")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("fenced")
    void workerWhoseVideoWasDeletedChangesNothing(BiFunction<LeaseRepository, FencingToken, Future<Boolean>> step) {
        ClaimedJob lost = claimed();
        done(pool.withTransaction(tx -> jobs.deleteOfVideo(tx, lost.videoId())));
        rows.execute("DELETE FROM videos WHERE id = ?", lost.videoId().value());

        assertThat(await(step.apply(leases, lost.token()))).isFalse();

        assertThat(rows.query("SELECT 1 FROM jobs")).isEmpty();
        assertThat(rows.query("SELECT 1 FROM object_deletions")).isEmpty();
        assertThat(rows.query("SELECT 1 FROM video_stats")).isEmpty();
    }

    @Test
    void releasedKeysAreDueForDeletion() {
        ClaimedJob job = claimed();
        done(leases.reserve(pool, job.token(), OUTPUT.keys()));

        done(leases.release(pool, OUTPUT.keys()));

        assertThat(rows.query("SELECT 1 FROM object_deletions WHERE due_at <= now()"))
                .hasSize(2);
    }

    @Test
    void runOutLeasesGoBackOrAreGivenUpAtTheLastAttempt() {
        ClaimedJob first = claimed();
        ClaimedJob last = claimed();
        ClaimedJob alive = claimed();
        runOut(first);
        runOut(last);
        rows.execute(
                "UPDATE jobs SET attempt = 3 WHERE id = ?", last.token().jobId().value());

        assertThat(await(reconcile.requeueExpired(pool, 3))).isEqualTo(1);
        assertThat(await(reconcile.failExpired(pool, 3, JobFailure.workerCrashed())))
                .isEqualTo(1);

        assertThat(rowOf(first)).containsEntry("state", "pending").containsEntry("attempt", 1);
        assertThat(rowOf(last))
                .containsEntry("state", "failed")
                .containsEntry("error_code", "WORKER_CRASHED")
                .containsEntry("dead_letter", "due");
        assertThat(videoOf(last)).containsEntry("status", "failed").containsKey("failure_reason");
        assertThat(rowOf(alive)).containsEntry("state", "running");
    }

    @Test
    void lostMessagesAreThoseThatWereSentLongAgo() {
        UUID old = rows.job();
        UUID young = rows.job();
        done(dispatch.markDue(pool, 2));
        rows.execute("UPDATE jobs SET dispatched_at = now() - interval '61 seconds' WHERE id = ?", old);

        assertThat(await(reconcile.requeueLost(pool, Duration.ofSeconds(60)))).isEqualTo(1);

        assertThat(rows.stateOf(old)).isEqualTo("pending");
        assertThat(rows.stateOf(young)).isEqualTo("dispatched");
    }

    @Test
    void undeliveredMessageMattersOnlyToADispatchedJob() {
        UUID dispatched = rows.job();
        done(dispatch.markDue(pool, 1));
        ClaimedJob running = claimed();

        assertThat(await(reconcile.requeueUndelivered(pool, new JobId(dispatched))))
                .isTrue();
        assertThat(await(reconcile.requeueUndelivered(pool, running.token().jobId())))
                .isFalse();
        assertThat(rows.stateOf(dispatched)).isEqualTo("pending");
    }

    @Test
    void oneNodeAtATimeHoldsTheLock() {
        boolean second =
                await(pool.withTransaction(outer -> reconcile.tryLock(outer).compose(held -> {
                    assertThat(held).isTrue();
                    return pool.withTransaction(reconcile::tryLock);
                })));

        assertThat(second).isFalse();
        assertThat(await(pool.withTransaction(reconcile::tryLock))).isTrue();
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

    private static void done(Future<?> future) {
        var unused = await(future);
    }

    private ClaimedJob claimed() {
        UUID id = rows.job();
        rows.execute("UPDATE jobs SET state = 'dispatched', dispatched_at = now() WHERE id = ?", id);
        return await(leases.claim(pool, new JobId(id), UUID.randomUUID(), POLICY))
                .orElseThrow();
    }

    private Optional<ClaimedJob> claim(ClaimedJob job) {
        return await(leases.claim(pool, job.token().jobId(), UUID.randomUUID(), POLICY));
    }

    private static void runOut(ClaimedJob job) {
        rows.execute(
                "UPDATE jobs SET lease_until = now() - interval '1 second' WHERE id = ?",
                job.token().jobId().value());
    }

    private static Map<String, Object> rowOf(ClaimedJob job) {
        return rows.jobRow(job.token().jobId().value());
    }

    private static Map<String, Object> videoOf(ClaimedJob job) {
        return rows.videoOf(job.token().jobId().value());
    }
}
