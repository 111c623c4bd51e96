package co.anb.showcase.auth.session;

import co.anb.showcase.shared.tokens.Revocation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of {@code revocations}: read by the primary key from a number on, once a second by every reader. */
public final class RevocationRepository {

    /**
     * What a reader gets.
     *
     * @param entries in the order of their numbers
     * @param sequence from where to ask next
     */
    record News(List<Revocation> entries, long sequence) {
        News {
            entries = List.copyOf(entries);
        }
    }

    /** Held until the commit, so that numbers become visible in their order. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('anb_auth.revocations'))";

    private static final String APPEND = """
            INSERT INTO revocations (session_id, until)
            SELECT id, $2 FROM unnest($1::uuid[]) AS id
            """;

    /** Notes ended sessions. The last thing that a transaction does, since all who end sessions wait for its commit. */
    Future<Void> append(SqlClient transaction, List<UUID> sessionIds, Instant until) {
        return transaction
                .query(LOCK)
                .execute()
                .compose(locked -> transaction
                        .preparedQuery(APPEND)
                        .execute(Tuple.of(sessionIds.toArray(UUID[]::new), until.atOffset(ZoneOffset.UTC))))
                .mapEmpty();
    }

    /**
     * A number that was never given out means that the database was put back to an earlier state: then the reader gets
     * the whole list.
     */
    private static final String READ = """
            WITH start AS (
                SELECT CASE WHEN $1 > last_value THEN 0 ELSE $1 END AS after FROM revocations_seq_seq
            ), newest AS (
                SELECT COALESCE(max(seq), (SELECT after FROM start)) AS seq
                  FROM revocations
                 WHERE seq > (SELECT after FROM start)
            )
            SELECT newest.seq AS newest, r.seq, r.session_id, r.until
              FROM newest
              LEFT JOIN revocations AS r ON r.seq > (SELECT after FROM start) AND r.until > $2
             ORDER BY r.seq
            """;

    /** What came after a number and can still hit a token. */
    Future<News> read(SqlClient client, long after, Instant now) {
        return client.preparedQuery(READ)
                .execute(Tuple.of(after, now.atOffset(ZoneOffset.UTC)))
                .map(RevocationRepository::news);
    }

    private static final String PURGE = "DELETE FROM revocations WHERE until < $1";

    /** Deletes what can hit no token any more; returns how many. */
    Future<Integer> purge(SqlClient client, Instant now) {
        return client.preparedQuery(PURGE)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount());
    }

    private static News news(RowSet<Row> rows) {
        List<Revocation> entries = rows.stream()
                .filter(row -> row.getLong("seq") != null)
                .map(RevocationRepository::revocation)
                .toList();
        return new News(entries, rows.iterator().next().getLong("newest"));
    }

    private static Revocation revocation(Row row) {
        return new Revocation(
                row.getLong("seq"),
                Optional.of(row.get(UUID.class, "session_id")),
                Optional.empty(),
                Optional.empty(),
                row.getOffsetDateTime("until").toInstant());
    }
}
