package co.anb.showcase.shared.jobs;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transition of a worker's job, and every one that a fence must refuse, on a real PostgreSQL. */
@Showcase
class LeaseRepositoryIT extends JobTables {

    private final JobRepository jobs = new JobRepository();
    private final DispatchRepository dispatch = new DispatchRepository();
    private final ReconcileRepository reconcile = new ReconcileRepository();

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
}
