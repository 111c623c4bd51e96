package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The outbox: what the relay takes out of the job table and marks there. Each method is one statement and so one
 * transaction of its own; none is open while the broker is spoken to.
 *
 * <p>Plans: {@code jobs_pending} by {@code due_at}, {@code jobs_dead_letters}; both are partial and hold only what
 * waits.
 */
public final class DispatchRepository {

    private static final String MARK_DUE = """
            UPDATE jobs SET state = 'dispatched', dispatched_at = clock_timestamp(), updated_at = now()
             WHERE id IN (SELECT id FROM jobs WHERE state = 'pending' AND due_at <= now()
                           ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING id, video_id, correlation_id, traceparent, dispatched_at
            """;

    /** Marks the jobs that are due as dispatched, the longest waiting first; two relays never get the same one. */
    public Future<List<DueJob>> markDue(SqlClient client, int limit) {
        return client.preparedQuery(MARK_DUE)
                .execute(Tuple.of(limit))
                .map(rows -> all(
                        rows,
                        row -> new DueJob(
                                new JobId(row.getUUID("id")),
                                new VideoId(row.getUUID("video_id")),
                                row.getString("correlation_id"),
                                Optional.ofNullable(row.getString("traceparent")),
                                row.getOffsetDateTime("dispatched_at"))));
    }

    private static final String TAKE_BACK = """
            UPDATE jobs SET state = 'pending', dispatched_at = NULL, updated_at = now()
             WHERE id = $1 AND state = 'dispatched' AND dispatched_at = $2
            """;

    /**
     * Takes a mark back, since the broker did not take the message.
     *
     * @return false when the job has moved on, by a message that arrived all the same or by another mark
     */
    public Future<Boolean> takeBack(SqlClient client, DueJob job) {
        return client.preparedQuery(TAKE_BACK)
                .execute(Tuple.of(job.id().value(), job.dispatchedAt()))
                .map(rows -> rows.rowCount() == 1);
    }

    private static final String TAKE_DEAD_LETTERS = """
            UPDATE jobs SET due_at = now() + $2::bigint * interval '1 millisecond'
             WHERE id IN (SELECT id FROM jobs WHERE dead_letter = 'due' AND due_at <= now()
                           ORDER BY updated_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING id, video_id, correlation_id, attempt, coalesce(error_code, 'UNKNOWN') AS reason
            """;

    /**
     * Takes dead letters that are to be sent. What is not marked as sent within {@code hold} is taken again: one that
     * was sent by a relay that died before the mark comes twice, with the same message id.
     */
    public Future<List<DeadLetter>> takeDeadLetters(SqlClient client, int limit, Duration hold) {
        return client.preparedQuery(TAKE_DEAD_LETTERS)
                .execute(Tuple.of(limit, hold.toMillis()))
                .map(rows -> all(
                        rows,
                        row -> new DeadLetter(
                                new JobId(row.getUUID("id")),
                                new VideoId(row.getUUID("video_id")),
                                row.getString("correlation_id"),
                                row.getInteger("attempt"),
                                row.getString("reason"))));
    }

    private static final String DEAD_LETTER_SENT = """
            UPDATE jobs SET dead_letter = 'sent', updated_at = now() WHERE id = $1 AND dead_letter = 'due'
            """;

    /** Marks a dead letter as sent. */
    public Future<Void> deadLetterSent(SqlClient client, JobId id) {
        return client.preparedQuery(DEAD_LETTER_SENT)
                .execute(Tuple.of(id.value()))
                .mapEmpty();
    }

    private static final String BACKLOG = """
            SELECT count(*) AS jobs, coalesce(extract(epoch FROM now() - min(due_at)), 0)::float8 AS oldest_seconds
              FROM jobs WHERE state = 'pending' AND due_at <= now()
            """;

    /** How much of the outbox is due and not yet sent. */
    public Future<Backlog> backlog(SqlClient client) {
        return client.preparedQuery(BACKLOG).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Backlog(row.getLong("jobs"), row.getDouble("oldest_seconds"));
        });
    }

    /**
     * What is due and not yet sent.
     *
     * @param jobs how many
     * @param oldestSeconds how long the first of them has been due, 0 without one
     */
    public record Backlog(long jobs, double oldestSeconds) {}

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> fromRow) {
        return StreamSupport.stream(rows.spliterator(), false).map(fromRow).toList();
    }
}
