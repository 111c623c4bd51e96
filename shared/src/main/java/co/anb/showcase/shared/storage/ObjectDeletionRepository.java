package co.anb.showcase.shared.storage;

import co.anb.showcase.shared.ids.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The table {@code object_deletions}: objects whose owner is gone. A row is written in the transaction that removes the
 * owner and removed when the object is deleted, so that a crash at any moment loses no object and leaves none behind.
 *
 * <p>Hot query: {@link #takeDue}, an index scan of {@code object_deletions_due} up to the limit; ownership is three
 * index look-ups in {@code videos} (BitmapOr) and one in {@code uploads} for each row taken.
 */
public final class ObjectDeletionRepository {

    private static final String ADD = """
            INSERT INTO object_deletions (id, storage_key)
            SELECT id, storage_key FROM unnest($1::uuid[], $2::text[]) AS lost (id, storage_key)
            """;

    /**
     * Hands objects over for deletion.
     *
     * @param client the transaction that removes their owner
     * @param keys storage keys; none is fine
     */
    public Future<Void> add(SqlClient client, Collection<String> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture();
        }
        UUID[] ids = keys.stream().map(key -> Ids.next()).toArray(UUID[]::new);
        Tuple parameters = Tuple.tuple().addArrayOfUUID(ids).addArrayOfString(keys.toArray(String[]::new));
        return client.preparedQuery(ADD).execute(parameters).mapEmpty();
    }

    // The ids are random here, unlike all others: how many rows there will be is known to the statement alone.
    private static final String ADD_ABANDONED = """
            WITH over AS (
              DELETE FROM upload_sessions WHERE expires_at <= now() RETURNING id
            ), abandoned AS (
              DELETE FROM uploads u
               WHERE u.session_id IN (SELECT id FROM over)
                  OR (u.started_at < now() - $1::bigint * interval '1 millisecond'
                      AND NOT EXISTS (SELECT FROM upload_sessions s WHERE s.id = u.session_id))
              RETURNING storage_key, multipart_upload_id)
            INSERT INTO object_deletions (id, storage_key, multipart_upload_id)
            SELECT gen_random_uuid(), storage_key, multipart_upload_id FROM abandoned
            """;

    /**
     * Hands over the objects of uploads that never ended, and removes their rows: of sessions whose time is over, and
     * of uploads without a session that began long ago. An upload that is still running then finds its row gone when it
     * ends, and must not record a video.
     *
     * @param age how long ago those without a session began
     * @return how many there were
     */
    public Future<Integer> addAbandonedUploads(SqlClient client, Duration age) {
        return client.preparedQuery(ADD_ABANDONED)
                .execute(Tuple.of(age.toMillis()))
                .map(RowSet::rowCount);
    }

    private static final String TAKE_DUE = """
            WITH due AS (
              SELECT id FROM object_deletions WHERE due_at <= now()
              ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            UPDATE object_deletions d
            SET attempts = d.attempts + 1,
                due_at = now() + least(interval '30 seconds' * power(2, least(d.attempts, 10)), interval '1 hour')
            FROM due WHERE d.id = due.id
            RETURNING d.id, d.storage_key, d.multipart_upload_id, d.attempts,
              EXISTS (SELECT 1 FROM videos v WHERE v.original_key = d.storage_key
                      OR v.processed_key = d.storage_key OR v.poster_key = d.storage_key)
              OR EXISTS (SELECT 1 FROM uploads u WHERE u.storage_key = d.storage_key) AS owned
            """;

    /**
     * Takes rows that are due, so that no other node gets them, and postpones them in the same step: 30 s, doubled with
     * each attempt, at most an hour. Whoever took them removes them with {@link #remove} when the objects are gone; if
     * it fails or dies they come back by themselves.
     *
     * @param limit the most rows
     */
    public Future<List<ObjectDeletion>> takeDue(SqlClient client, int limit) {
        return client.preparedQuery(TAKE_DUE)
                .execute(Tuple.of(limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ObjectDeletionRepository::fromRow)
                        .toList());
    }

    private static final String REMOVE = "DELETE FROM object_deletions WHERE id = ANY ($1::uuid[])";

    /** Removes rows whose objects are deleted. */
    public Future<Void> remove(SqlClient client, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple parameters = Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
        return client.preparedQuery(REMOVE).execute(parameters).mapEmpty();
    }

    private static ObjectDeletion fromRow(Row row) {
        String key = row.getString("storage_key");
        Optional<MultipartUpload> upload =
                Optional.ofNullable(row.getString("multipart_upload_id")).map(id -> new MultipartUpload(key, id));
        return new ObjectDeletion(row.getUUID("id"), key, upload, row.getInteger("attempts"), row.getBoolean("owned"));
    }
}
