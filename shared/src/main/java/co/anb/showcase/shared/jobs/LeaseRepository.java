package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * A worker's hold on a job: claim, renewal, outcome. Each method is one statement, and so one transaction, that changes
 * job and video together. All but the claim are fenced: with a token that is not the present one they change nothing
 * and say {@code false}, and the worker knows that it has lost the job.
 *
 * <p>A video's status never goes back while its job is tried: it is {@code processing} from the first claim to the
 * outcome, through retries and hand-overs alike. What a player follows is that his video is being worked at; which
 * worker does so is not his concern.
 *
 * <p>Keys are written down in {@code object_deletions} before anything is saved under them ({@link #reserve}) and
 * struck out by the outcome that makes the video their owner. So a worker may die at any moment without leaving an
 * object that no row knows.
 *
 * <p>Plans: one row by primary key each; object_deletions by its few rows.
 */
public final class LeaseRepository {

    private static final Duration RESERVATION = Duration.ofDays(1);

    private static final String CLAIM = """
            WITH claimed AS (
              UPDATE jobs
                 SET state = 'running', attempt = attempt + 1, claim_id = $2, stage = NULL, percent = 0,
                     lease_until = now() + $3::bigint * interval '1 millisecond', updated_at = now()
               WHERE id = $1
                 AND (state = 'dispatched' OR (state = 'running' AND lease_until < now() AND attempt < $4))
              RETURNING id, attempt, video_id, user_id, correlation_id
            ), shown AS (
              UPDATE videos v SET status = 'processing' FROM claimed WHERE v.id = claimed.video_id
              RETURNING v.id, v.title, v.original_key, v.uploaded_at
            )
            SELECT claimed.*, shown.title, shown.original_key, shown.uploaded_at
              FROM claimed JOIN shown ON shown.id = claimed.video_id
            """;

    /**
     * Claims a job that was dispatched, or whose worker let the lease run out before its last attempt. The last
     * attempt's end is the reconciler's to write.
     *
     * @param claimId new for each claim
     * @return empty when the job is held by another, waits, or is over: its message can be forgotten
     */
    public Future<Optional<ClaimedJob>> claim(SqlClient client, JobId id, UUID claimId, JobPolicy policy) {
        Tuple values = Tuple.of(id.value(), claimId, policy.lease().toMillis(), policy.maxAttempts());
        return client.preparedQuery(CLAIM)
                .execute(values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> fromRow(row, claimId)));
    }

    private static final String RENEW = """
            UPDATE jobs
               SET lease_until = now() + $4::bigint * interval '1 millisecond', stage = $5, percent = $6,
                   updated_at = now()
             WHERE id = $1 AND state = 'running' AND attempt = $2 AND claim_id = $3
            """;

    /**
     * Renews the lease and writes down how far the work is. A lease that ran out and that nobody took is renewed too.
     */
    public Future<Boolean> renew(SqlClient client, FencingToken token, Duration lease, JobStage stage, int percent) {
        return changed(client, RENEW, fenced(token, lease.toMillis(), stage.text(), percent));
    }

    private static final String RESERVE = """
            INSERT INTO object_deletions (id, storage_key, due_at)
            SELECT reserved.id, reserved.key, now() + $6::bigint * interval '1 millisecond'
              FROM jobs, unnest($4::uuid[], $5::text[]) AS reserved(id, key)
             WHERE jobs.id = $1 AND jobs.state = 'running' AND jobs.attempt = $2 AND jobs.claim_id = $3
            """;

    /**
     * Writes down keys before anything is saved under them, for deletion in a day unless the outcome strikes them out.
     */
    public Future<Boolean> reserve(SqlClient client, FencingToken token, List<String> keys) {
        UUID[] ids = keys.stream().map(key -> Ids.next()).toArray(UUID[]::new);
        return changed(
                client, RESERVE, fenced(token, ids, keys.toArray(String[]::new), RESERVATION.toMillis()), keys.size());
    }

    private static final String RELEASE = """
            UPDATE object_deletions SET due_at = now() WHERE storage_key = ANY($1::text[])
            """;

    /** Hands reserved keys to the reaper, after an attempt that did not make the video their owner. */
    public Future<Void> release(SqlClient client, List<String> keys) {
        Tuple values = Tuple.tuple().addArrayOfString(keys.toArray(String[]::new));
        return client.preparedQuery(RELEASE).execute(values).mapEmpty();
    }

    private static final String PROCESSED = """
            WITH done AS (
              UPDATE jobs
                 SET state = 'processed', lease_until = NULL, claim_id = NULL, stage = NULL, percent = 100,
                     error_code = NULL, error = NULL, updated_at = now()
               WHERE id = $1 AND state = 'running' AND attempt = $2 AND claim_id = $3
              RETURNING video_id
            ), shown AS (
              UPDATE videos v
                 SET status = 'processed', processed_key = $4, poster_key = $5, processed_at = now(),
                     published_at = CASE WHEN $6 THEN now() END, failure_code = NULL, failure_reason = NULL
                FROM done WHERE v.id = done.video_id
              RETURNING v.id
            ), counted AS (
              INSERT INTO video_stats (video_id) SELECT id FROM shown WHERE $6 ON CONFLICT DO NOTHING
            ), owned AS (
              DELETE FROM object_deletions WHERE storage_key IN ($4, $5) AND EXISTS (SELECT 1 FROM shown)
            )
            SELECT id FROM shown
            """;

    /** The outcome of a job that went well; with auto-publish the video is up for voting from this moment. */
    public Future<Boolean> processed(SqlClient client, FencingToken token, JobOutput output, boolean autoPublish) {
        return changed(client, PROCESSED, fenced(token, output.processedKey(), output.posterKey(), autoPublish));
    }

    private static final String FAILED = """
            WITH given_up AS (
              UPDATE jobs
                 SET state = 'failed', due_at = now(), lease_until = NULL, claim_id = NULL, stage = NULL,
                     error_code = $4, error = $5, dead_letter = CASE WHEN $6 THEN 'due' END, updated_at = now()
               WHERE id = $1 AND state = 'running' AND attempt = $2 AND claim_id = $3
              RETURNING id, video_id
            ), shown AS (
              UPDATE videos v SET status = 'failed', failure_code = $4, failure_reason = $5
                FROM given_up WHERE v.id = given_up.video_id
            )
            SELECT id FROM given_up
            """;

    /** The content is at fault: the job is over, no retry can help, and nobody needs to look into it. */
    public Future<Boolean> reject(SqlClient client, FencingToken token, JobFailure failure) {
        return changed(client, FAILED, fenced(token, failure.code(), failure.sentence(), false));
    }

    /** The last attempt failed by a fault of ours: the job is given up, and its dead letter is due. */
    public Future<Boolean> giveUp(SqlClient client, FencingToken token, JobFailure failure) {
        return changed(client, FAILED, fenced(token, failure.code(), failure.sentence(), true));
    }

    private static final String RETRY = """
            UPDATE jobs
               SET state = 'pending', due_at = now() + $6::bigint * interval '1 millisecond', dispatched_at = NULL,
                   lease_until = NULL, claim_id = NULL, stage = NULL, percent = 0, error_code = $4, error = $5,
                   updated_at = now()
             WHERE id = $1 AND state = 'running' AND attempt = $2 AND claim_id = $3
            """;

    /** The attempt failed by a fault of ours and is to be repeated after a delay. */
    public Future<Boolean> retry(SqlClient client, FencingToken token, JobFailure failure, Duration delay) {
        return changed(client, RETRY, fenced(token, failure.code(), failure.sentence(), delay.toMillis()));
    }

    private static final String GIVE_BACK = """
            UPDATE jobs
               SET state = 'pending', attempt = attempt - 1, due_at = now(), dispatched_at = NULL, lease_until = NULL,
                   claim_id = NULL, stage = NULL, percent = 0, updated_at = now()
             WHERE id = $1 AND state = 'running' AND attempt = $2 AND claim_id = $3
            """;

    /** The worker stops: the job is due at once for another one, and the attempt doesn't count. */
    public Future<Boolean> giveBack(SqlClient client, FencingToken token) {
        return changed(client, GIVE_BACK, fenced(token));
    }

    private static Tuple fenced(FencingToken token, Object... further) {
        Tuple values = Tuple.of(token.jobId().value(), token.attempt(), token.claimId());
        for (Object value : further) {
            values.addValue(value);
        }
        return values;
    }

    private static Future<Boolean> changed(SqlClient client, String sql, Tuple values) {
        return changed(client, sql, values, 1);
    }

    private static Future<Boolean> changed(SqlClient client, String sql, Tuple values, int rowCount) {
        return client.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() == rowCount);
    }

    private static ClaimedJob fromRow(Row row, UUID claimId) {
        return new ClaimedJob(
                new FencingToken(new JobId(row.getUUID("id")), row.getInteger("attempt"), claimId),
                new VideoId(row.getUUID("video_id")),
                new UserId(row.getUUID("user_id")),
                row.getString("title"),
                row.getString("original_key"),
                row.getString("correlation_id"),
                row.getOffsetDateTime("uploaded_at").toInstant());
    }
}
