package co.anb.showcase.api.vote;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Compares counters with the rows that they count. Plan: a portion of {@code videos} by id, each with a scan of its
 * votes by their primary key.
 */
final class CounterRepository {

    /**
     * A counter beside its rows.
     *
     * @param video the video
     * @param right whether they agree
     */
    record Checked(UUID video, boolean right) {}

    // One statement sees rows and counters as of one moment, so that votes in flight are no difference.
    private static final String CHECK = """
            SELECT v.id, s.votes IS NOT DISTINCT FROM r.votes AND s.last_vote_at IS NOT DISTINCT FROM r.last AS right
            FROM (SELECT id FROM videos WHERE id > $1 AND published_at IS NOT NULL ORDER BY id LIMIT $2) v
            LEFT JOIN video_stats s ON s.video_id = v.id
            CROSS JOIN LATERAL (
              SELECT count(*) AS votes, max(voted_at) AS last FROM votes WHERE video_id = v.id) r
            ORDER BY v.id
            """;

    /** Published videos after an id, in order. */
    Future<List<Checked>> check(SqlClient client, UUID after, int limit) {
        return client.preparedQuery(CHECK).execute(Tuple.of(after, limit)).map(CounterRepository::all);
    }

    private static final String ENSURE = "INSERT INTO video_stats (video_id) VALUES ($1) ON CONFLICT DO NOTHING";

    // In a statement of its own, so that the next one sees every vote that was counted before.
    private static final String LOCK = "SELECT 1 FROM video_stats WHERE video_id = $1 FOR UPDATE";

    private static final String RECOUNT = """
            UPDATE video_stats s SET votes = r.votes, last_vote_at = r.last
            FROM (SELECT count(*) AS votes, max(voted_at) AS last FROM votes WHERE video_id = $1) r
            WHERE s.video_id = $1
              AND (s.votes IS DISTINCT FROM r.votes OR s.last_vote_at IS DISTINCT FROM r.last)
            """;

    /**
     * Counts a video's rows anew. Votes for it wait meanwhile.
     *
     * @param tx a transaction of its own
     * @return whether the counter was wrong or missing
     */
    Future<Boolean> recount(SqlConnection tx, UUID video) {
        Tuple id = Tuple.of(video);
        return tx.preparedQuery(ENSURE)
                .execute(id)
                .compose(ensured -> tx.preparedQuery(LOCK)
                        .execute(id)
                        .compose(locked -> tx.preparedQuery(RECOUNT).execute(id))
                        .map(recounted -> ensured.rowCount() + recounted.rowCount() > 0));
    }

    private static List<Checked> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Checked(row.getUUID("id"), row.getBoolean("right")))
                .toList();
    }
}
