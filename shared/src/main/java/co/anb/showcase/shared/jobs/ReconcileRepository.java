package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.JobId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Finds jobs that nobody moves any more and moves them. Every statement looks at the state under the row's lock, so
 * that running twice, or beside a worker that wakes up, changes nothing wrongly.
 *
 * <p>Plans: {@code jobs_running} by {@code lease_until}, {@code jobs_dispatched} by {@code dispatched_at}.
 */
public final class ReconcileRepository {

    /** An arbitrary number that no other advisory lock of the database uses. */
    private static final long LOCK = 0x616e_625f_6a6f_6273L;

    private static final String TRY_LOCK = """
            SELECT pg_try_advisory_xact_lock($1) AS held
            """;

    /** Tries to become the one node that reconciles, until the end of the transaction. Doesn't wait. */
    public Future<Boolean> tryLock(SqlClient transaction) {
        return transaction
                .preparedQuery(TRY_LOCK)
                .execute(Tuple.of(LOCK))
                .map(rows -> rows.iterator().next().getBoolean("held"));
    }

    private static final String EXPIRED_TO_PENDING = """
            UPDATE jobs
               SET state = 'pending', due_at = now(), dispatched_at = NULL, lease_until = NULL, claim_id = NULL,
                   stage = NULL, percent = 0, error_code = 'WORKER_CRASHED', updated_at = now()
             WHERE state = 'running' AND lease_until < now() AND attempt < $1
            """;

    /** Puts jobs back whose lease is over and that may be tried again; gives their number. */
    public Future<Integer> requeueExpired(SqlClient client, int maxAttempts) {
        return client.preparedQuery(EXPIRED_TO_PENDING)
                .execute(Tuple.of(maxAttempts))
                .map(rows -> rows.rowCount());
    }

    private static final String EXPIRED_TO_FAILED = """
            WITH given_up AS (
              UPDATE jobs
                 SET state = 'failed', due_at = now(), lease_until = NULL, claim_id = NULL, stage = NULL,
                     error_code = $2, error = $3, dead_letter = 'due', updated_at = now()
               WHERE state = 'running' AND lease_until < now() AND attempt >= $1
              RETURNING video_id
            ), shown AS (
              UPDATE videos v SET status = 'failed', failure_code = $2, failure_reason = $3
                FROM given_up WHERE v.id = given_up.video_id AND v.status <> 'processed'
            )
            SELECT count(*)::int AS jobs FROM given_up
            """;

    /** Gives up jobs whose lease is over and that had all their attempts; gives their number. */
    public Future<Integer> failExpired(SqlClient client, int maxAttempts, JobFailure failure) {
        return client.preparedQuery(EXPIRED_TO_FAILED)
                .execute(Tuple.of(maxAttempts, failure.code(), failure.sentence()))
                .map(rows -> rows.iterator().next().getInteger("jobs"));
    }

    private static final String LOST_TO_PENDING = """
            UPDATE jobs SET state = 'pending', dispatched_at = NULL, due_at = now(), updated_at = now()
             WHERE state = 'dispatched' AND dispatched_at < now() - $1::bigint * interval '1 millisecond'
            """;

    /**
     * Puts jobs back that were dispatched long ago. Only to be called when the queue holds no message that waits: else
     * it would send everything of a backlog once more each time.
     *
     * @param age how long ago at least
     * @return their number
     */
    public Future<Integer> requeueLost(SqlClient client, Duration age) {
        return client.preparedQuery(LOST_TO_PENDING)
                .execute(Tuple.of(age.toMillis()))
                .map(rows -> rows.rowCount());
    }

    private static final String UNDELIVERED_TO_PENDING = """
            UPDATE jobs SET state = 'pending', dispatched_at = NULL, due_at = now(), updated_at = now()
             WHERE id = $1 AND state = 'dispatched'
            """;

    /**
     * Puts a job back whose message the broker gave up on. A job in any other state needs no message: it waits, runs or
     * is over.
     *
     * @return whether it was put back
     */
    public Future<Boolean> requeueUndelivered(SqlClient client, JobId id) {
        return client.preparedQuery(UNDELIVERED_TO_PENDING)
                .execute(Tuple.of(id.value()))
                .map(rows -> rows.rowCount() == 1);
    }
}
