package co.anb.showcase.api.direct;

import co.anb.showcase.api.upload.StoredUpload;
import co.anb.showcase.shared.storage.MultipartUpload;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows of {@code uploads} that belong to a session. Plan: the index {@code uploads_session}. */
final class SessionObjectRepository {

    private static final String BEGIN_PARTS = """
            INSERT INTO uploads (id, user_id, storage_key, session_id, first_byte, size_bytes) VALUES ($1, $2, $3, $4, 0, $5)
            """;

    /** Owns the key of an object that will come in parts. */
    Future<Void> beginParts(SqlClient tx, UploadSession session, UUID id, String key) {
        return tx.preparedQuery(BEGIN_PARTS)
                .execute(Tuple.of(id, session.owner().value(), key, session.id(), session.sizeBytes()))
                .mapEmpty();
    }

    private static final String NAME_PARTS = "UPDATE uploads SET multipart_upload_id = $2 WHERE id = $1";

    /**
     * Remembers what the store calls the parts.
     *
     * @return false when the row is gone
     */
    Future<Boolean> nameParts(SqlClient client, UUID id, MultipartUpload multipart) {
        return client.preparedQuery(NAME_PARTS)
                .execute(Tuple.of(id, multipart.id()))
                .map(rows -> rows.rowCount() == 1);
    }

    private static final String KEEP = """
            UPDATE uploads SET session_id = $2, first_byte = $3, size_bytes = $4 WHERE id = $1 AND session_id IS NULL
            """;

    /**
     * Makes a stored file a piece of a session.
     *
     * @param firstByte where it stands
     * @return false when the file was given up
     */
    Future<Boolean> keep(SqlClient tx, UUID session, long firstByte, StoredUpload piece) {
        return tx.preparedQuery(KEEP)
                .execute(Tuple.of(piece.id(), session, firstByte, piece.sizeBytes()))
                .map(rows -> rows.rowCount() == 1);
    }

    private static final String LIST = """
            SELECT id, storage_key, multipart_upload_id FROM uploads WHERE session_id = $1 ORDER BY first_byte
            """;

    /** The objects of a session, in the order of their bytes. */
    Future<List<SessionObject>> list(SqlClient client, UUID session) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(session))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(SessionObjectRepository::fromRow)
                        .toList());
    }

    private static final String RELEASE = """
            WITH gone AS (
              DELETE FROM uploads WHERE session_id = $1 AND id IS DISTINCT FROM $2::uuid
              RETURNING storage_key, multipart_upload_id)
            INSERT INTO object_deletions (id, storage_key, multipart_upload_id)
            SELECT gen_random_uuid(), storage_key, multipart_upload_id FROM gone
            """;

    /**
     * Hands the objects of a session to the reaper.
     *
     * @param tx has removed the session in an earlier statement, so that no piece can be added to it any more
     * @param butFor the one that a video takes, or null
     */
    Future<Void> release(SqlClient tx, UUID session, @Nullable UUID butFor) {
        return tx.preparedQuery(RELEASE).execute(Tuple.of(session, butFor)).mapEmpty();
    }

    private static SessionObject fromRow(Row row) {
        String key = row.getString("storage_key");
        return new SessionObject(
                row.getUUID("id"),
                key,
                Optional.ofNullable(row.getString("multipart_upload_id")).map(id -> new MultipartUpload(key, id)));
    }
}
