package co.anb.showcase.shared.jobs;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs and dead letters on their way to the broker, on a real PostgreSQL. */
@Showcase
class DispatchRepositoryIT extends JobTables {

    private final DispatchRepository dispatch = new DispatchRepository();

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
}
