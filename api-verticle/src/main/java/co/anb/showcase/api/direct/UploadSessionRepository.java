package co.anb.showcase.api.direct;

import co.anb.showcase.shared.ids.UserId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The table {@code upload_sessions}. A row whose time is over is as good as gone; the reaper removes it. Plans: one row
 * by primary key; the player's open ones by the index {@code upload_sessions_owner}.
 */
final class UploadSessionRepository {

    private static final String LOCK_PLAYER = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

    private static final String BEGIN = """
            INSERT INTO upload_sessions (id, user_id, mode, title, metadata, size_bytes, expires_at)
            SELECT $1, $2, $3, $4, $5, $6, $7
             WHERE (SELECT count(*) FROM upload_sessions WHERE user_id = $2 AND expires_at > now()) < $8
            """;

    /**
     * Records a session. The player's beginnings queue up for each other until the transaction ends, so that the limit
     * holds whatever the concurrency.
     *
     * @param mostOpen how many open ones a player may have, this one included
     * @return false when there would be more
     */
    Future<Boolean> begin(SqlClient tx, UploadSession session, int mostOpen) {
        Tuple values = Tuple.tuple()
                .addUUID(session.id())
                .addUUID(session.owner().value())
                .addString(session.mode().wireName())
                .addString(session.title())
                .addString(session.metadata().orElse(null))
                .addLong(session.sizeBytes())
                .addOffsetDateTime(OffsetDateTime.ofInstant(session.expiresAt(), ZoneOffset.UTC))
                .addInteger(mostOpen);
        return tx.preparedQuery(LOCK_PLAYER)
                .execute(Tuple.of("upload_sessions " + session.owner()))
                .compose(locked -> tx.preparedQuery(BEGIN).execute(values))
                .map(rows -> rows.rowCount() == 1);
    }

    private static final String FIND = """
            SELECT id, user_id, mode, title, metadata, size_bytes, received_bytes, expires_at
              FROM upload_sessions WHERE id = $1 AND expires_at > now()
            """;

    /** An open session, whoever owns it. */
    Future<Optional<UploadSession>> find(SqlClient client, UUID id) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(UploadSessionRepository::fromRow)
                        .findFirst());
    }

    private static final String HOLD = """
            UPDATE upload_sessions SET expires_at = greatest(expires_at, now() + interval '5 minutes')
             WHERE id = $1 AND expires_at > now()
            """;

    /**
     * Keeps a session's time from ending for the next 5 minutes.
     *
     * @return false when it is over or the session is gone
     */
    Future<Boolean> hold(SqlClient client, UUID id) {
        return client.preparedQuery(HOLD).execute(Tuple.of(id)).map(rows -> rows.rowCount() == 1);
    }

    private static final String ADVANCE = """
            UPDATE upload_sessions SET received_bytes = received_bytes + $3, pieces = pieces + 1
             WHERE id = $1 AND received_bytes = $2 AND expires_at > now()
            RETURNING pieces
            """;

    /**
     * Counts bytes as received, if nobody else has counted since; the row stays locked until the transaction ends.
     *
     * @param from how many were received before
     * @return how many pieces there are now; empty when the session has moved on or is gone
     */
    Future<Optional<Integer>> advance(SqlClient tx, UUID id, long from, long bytes) {
        return tx.preparedQuery(ADVANCE)
                .execute(Tuple.of(id, from, bytes))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getInteger("pieces"))
                        .findFirst());
    }

    private static final String END = "DELETE FROM upload_sessions WHERE id = $1";

    /**
     * Removes a session.
     *
     * @return false when somebody else did
     */
    Future<Boolean> end(SqlClient tx, UUID id) {
        return tx.preparedQuery(END).execute(Tuple.of(id)).map(rows -> rows.rowCount() == 1);
    }

    private static UploadSession fromRow(Row row) {
        String mode = row.getString("mode");
        return new UploadSession(
                row.getUUID("id"),
                new UserId(row.getUUID("user_id")),
                UploadMode.of(mode).orElseThrow(() -> new IllegalStateException("unknown mode " + mode)),
                row.getString("title"),
                Optional.ofNullable(row.getString("metadata")),
                row.getLong("size_bytes"),
                row.getLong("received_bytes"),
                row.getOffsetDateTime("expires_at").toInstant());
    }
}
