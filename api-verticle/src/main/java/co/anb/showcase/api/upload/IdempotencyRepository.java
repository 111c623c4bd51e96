package co.anb.showcase.api.upload;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The keys that players sent with uploads, kept 24 hours. Plan: one row by primary key. */
final class IdempotencyRepository {

    private static final String FIND = """
            SELECT video_id, job_id FROM idempotency_keys
             WHERE user_id = $1 AND key = $2 AND created_at > now() - interval '24 hours'
            """;

    /** What the player's upload with this key became. */
    Future<Optional<AcceptedUpload>> find(SqlClient client, UserId player, String key) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(player.value(), key))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(IdempotencyRepository::fromRow)
                        .findFirst());
    }

    private static final String CLAIM = """
            INSERT INTO idempotency_keys AS used (user_id, key, video_id, job_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT (user_id, key) DO UPDATE
               SET video_id = excluded.video_id, job_id = excluded.job_id, created_at = now()
             WHERE used.created_at <= now() - interval '24 hours'
            """;

    /**
     * Binds a key to an upload. A parallel transaction with the same key waits here until this one has ended.
     *
     * @return false when the key is bound already
     */
    Future<Boolean> claim(SqlClient client, UserId player, String key, AcceptedUpload upload) {
        Tuple values = Tuple.of(
                player.value(), key, upload.videoId().value(), upload.jobId().value());
        return client.preparedQuery(CLAIM).execute(values).map(rows -> rows.rowCount() == 1);
    }

    private static final String FORGET = """
            DELETE FROM idempotency_keys WHERE created_at <= now() - interval '24 hours'
            """;

    /** Forgets the keys whose time is over. */
    Future<Void> forgetExpired(SqlClient client) {
        return client.query(FORGET).execute().mapEmpty();
    }

    private static AcceptedUpload fromRow(Row row) {
        return new AcceptedUpload(new VideoId(row.getUUID("video_id")), new JobId(row.getUUID("job_id")));
    }
}
