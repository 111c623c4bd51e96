package co.anb.showcase.api.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which row owns which object. Plan: index look-ups for each key, and a portion of {@code videos} by id. */
final class OwnershipRepository {

    /**
     * A video and the keys that it owns.
     *
     * @param video the video
     * @param keys of its original, and of what was made of it
     */
    record Owned(UUID video, List<String> keys) {}

    private static final String UNOWNED = """
            SELECT k.key FROM unnest($1::text[]) AS k (key)
            WHERE NOT EXISTS (SELECT FROM videos v WHERE v.original_key = k.key)
              AND NOT EXISTS (SELECT FROM videos v WHERE v.processed_key = k.key)
              AND NOT EXISTS (SELECT FROM videos v WHERE v.poster_key = k.key)
              AND NOT EXISTS (SELECT FROM uploads u WHERE u.storage_key = k.key)
              AND NOT EXISTS (SELECT FROM object_deletions d WHERE d.storage_key = k.key)
            """;

    /** Those of some keys that no row owns and nobody is to delete. */
    Future<List<String>> unowned(SqlClient client, Collection<String> keys) {
        return client.preparedQuery(UNOWNED)
                .execute(Tuple.of(keys.toArray(String[]::new)))
                .map(rows -> stream(rows).map(row -> row.getString("key")).toList());
    }

    private static final String OWNED = """
            SELECT id, original_key, processed_key, poster_key FROM videos WHERE id > $1 ORDER BY id LIMIT $2
            """;

    /** Videos after an id, in order, with their keys. */
    Future<List<Owned>> owned(SqlClient client, UUID after, int limit) {
        return client.preparedQuery(OWNED)
                .execute(Tuple.of(after, limit))
                .map(rows -> stream(rows).map(OwnershipRepository::owned).toList());
    }

    private static final String STILL_OWNS = """
            SELECT FROM videos WHERE id = $1 AND $2 IN (original_key, processed_key, poster_key)
            """;

    /** Whether a video owns a key at this moment. */
    Future<Boolean> stillOwns(SqlClient client, UUID video, String key) {
        return client.preparedQuery(STILL_OWNS).execute(Tuple.of(video, key)).map(rows -> rows.size() > 0);
    }

    private static Owned owned(Row row) {
        return new Owned(
                row.getUUID("id"),
                Stream.of("original_key", "processed_key", "poster_key")
                        .map(row::getString)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
