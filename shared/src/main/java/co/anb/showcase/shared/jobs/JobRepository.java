package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Jobs as the API records and shows them. What moves them along is in {@link DispatchRepository} (relay and reconciler)
 * and in {@link LeaseRepository} (worker). Every statement that touches both locks the job's row before the video's
 * row.
 *
 * <p>Plans: one row by primary key or by the unique index on {@code video_id}; the list is a backward scan of the
 * primary key, since ids are UUID v7.
 */
public final class JobRepository {

    private static final String INSERT = """
            INSERT INTO jobs (id, video_id, user_id, state, correlation_id, traceparent)
            VALUES ($1, $2, $3, 'pending', $4, $5)
            """;

    /**
     * Records a job, due at once. In the transaction that records its video, the job can't be lost: the table is the
     * outbox. The caller wakes the relay after the commit.
     */
    public Future<Void> insert(SqlClient client, NewJob job) {
        Tuple values = Tuple.of(
                job.id().value(),
                job.videoId().value(),
                job.userId().value(),
                job.correlationId(),
                job.traceparent().orElse(null));
        return client.preparedQuery(INSERT).execute(values).mapEmpty();
    }

    private static final String FIND = """
            SELECT j.id, j.video_id, j.user_id, v.status, j.state, j.attempt, j.stage, j.percent, j.error
              FROM jobs j JOIN videos v ON v.id = j.video_id
             WHERE j.id = $1
            """;

    /** The job, or empty when there is none or its video is gone. */
    public Future<Optional<Job>> find(SqlClient client, JobId id) {
        return client.preparedQuery(FIND).execute(Tuple.of(id.value())).map(JobRepository::first);
    }

    private static final String LIST = """
            SELECT j.id, j.video_id, j.user_id, v.status, j.state, j.attempt, j.stage, j.percent, j.error
              FROM jobs j JOIN videos v ON v.id = j.video_id
             WHERE $1::text IS NULL OR j.state = $1
             ORDER BY j.id DESC LIMIT $2 OFFSET $3
            """;

    /** Jobs, newest first, of one state or of all. */
    public Future<List<Job>> list(SqlClient client, Optional<JobState> state, int limit, int offset) {
        Tuple values = Tuple.of(state.map(JobState::text).orElse(null), limit, offset);
        return client.preparedQuery(LIST).execute(values).map(JobRepository::all);
    }

    private static final String RETRY = """
            WITH again AS (
              UPDATE jobs
                 SET state = 'pending', attempt = 0, due_at = now(), dispatched_at = NULL, stage = NULL, percent = 0,
                     error_code = NULL, error = NULL, dead_letter = NULL, updated_at = now()
               WHERE id = $1 AND state = 'failed'
              RETURNING id, video_id, user_id, state, attempt, stage, percent, error
            ), shown AS (
              UPDATE videos v SET status = 'uploaded', failure_code = NULL, failure_reason = NULL
                FROM again WHERE v.id = again.video_id
              RETURNING v.id, v.status
            )
            SELECT again.*, shown.status FROM again JOIN shown ON shown.id = again.video_id
            """;

    /**
     * Puts a failed job back to work with all its attempts, and shows its video as {@code uploaded} again.
     *
     * @return the job, pending; empty when there is none or it has not failed
     */
    public Future<Optional<Job>> retryFailed(SqlClient client, JobId id) {
        return client.preparedQuery(RETRY).execute(Tuple.of(id.value())).map(JobRepository::first);
    }

    private static final String DELETE = """
            DELETE FROM jobs WHERE video_id = $1
            """;

    /**
     * Deletes the job of a video, before the video in the same transaction. A worker that holds it has lost it with
     * that: its next statement changes nothing, and it throws its work away.
     */
    public Future<Void> deleteOfVideo(SqlClient client, VideoId videoId) {
        return client.preparedQuery(DELETE).execute(Tuple.of(videoId.value())).mapEmpty();
    }

    private static Optional<Job> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<Job> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(JobRepository::fromRow)
                .toList();
    }

    private static Job fromRow(Row row) {
        return new Job(
                new JobId(row.getUUID("id")),
                new VideoId(row.getUUID("video_id")),
                new UserId(row.getUUID("user_id")),
                row.getString("status"),
                JobState.of(row.getString("state")),
                row.getInteger("attempt"),
                Optional.ofNullable(row.getString("stage")),
                row.getInteger("percent"),
                Optional.ofNullable(row.getString("error")));
    }
}
