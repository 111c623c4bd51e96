package co.anb.showcase.api.upload;

import co.anb.showcase.shared.ids.UserId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * Uploads that were begun and not recorded. The row owns the object under its key: whoever deletes the row takes the
 * object over. Plan: one row by primary key.
 */
final class UploadRepository {

    private static final String BEGIN = """
            INSERT INTO uploads (id, user_id, storage_key) VALUES ($1, $2, $3)
            """;

    /** Owns a key before its first byte is stored. */
    Future<Void> begin(SqlClient client, UUID id, UserId owner, String key) {
        return client.preparedQuery(BEGIN)
                .execute(Tuple.of(id, owner.value(), key))
                .mapEmpty();
    }

    private static final String TAKE = """
            DELETE FROM uploads WHERE id = $1
            """;

    /**
     * Takes the object over, inside the transaction that gives it to a video.
     *
     * @return false when the row is gone: the object was given up and may be deleted already
     */
    Future<Boolean> take(SqlClient client, UUID id) {
        return client.preparedQuery(TAKE).execute(Tuple.of(id)).map(rows -> rows.rowCount() == 1);
    }

    private static final String RELEASE = """
            WITH gone AS (DELETE FROM uploads WHERE id = $1 RETURNING storage_key, multipart_upload_id)
            INSERT INTO object_deletions (id, storage_key, multipart_upload_id)
            SELECT gen_random_uuid(), storage_key, multipart_upload_id FROM gone
            """;

    /**
     * Hands the object to the reaper. Nothing happens when the row is gone, so an object that a video took over is
     * safe.
     *
     * @return how many objects were handed over, 0 or 1
     */
    Future<Integer> release(SqlClient client, UUID id) {
        return client.preparedQuery(RELEASE).execute(Tuple.of(id)).map(rows -> rows.rowCount());
    }
}
