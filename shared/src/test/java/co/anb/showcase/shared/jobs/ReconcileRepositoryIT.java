package co.anb.showcase.shared.jobs;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.testkit.Showcase;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Jobs that lost their worker or their message, on a real PostgreSQL. */
@Showcase
class ReconcileRepositoryIT extends JobTables {

    private final DispatchRepository dispatch = new DispatchRepository();
    private final ReconcileRepository reconcile = new ReconcileRepository();

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
}
