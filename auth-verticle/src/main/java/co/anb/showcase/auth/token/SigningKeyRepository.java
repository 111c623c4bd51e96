package co.anb.showcase.auth.token;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The rows of {@code signing_keys}: a handful. */
public final class SigningKeyRepository {

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('anb_auth.signing_keys'))";

    /** Until the transaction ends no other node makes a key. */
    Future<Void> lock(SqlClient transaction) {
        return transaction.query(LOCK).execute().mapEmpty();
    }

    private static final String LIST = """
            SELECT id, public_key, private_key, created_at, signs_from
              FROM signing_keys
             ORDER BY signs_from, id
            """;

    /** All keys, the newest last. */
    Future<List<StoredKey>> list(SqlClient client) {
        return client.preparedQuery(LIST)
                .execute()
                .map(rows -> rows.stream().map(SigningKeyRepository::fromRow).toList());
    }

    private static final String INSERT = """
            INSERT INTO signing_keys (id, public_key, private_key, created_at, signs_from)
            VALUES ($1, $2, $3, $4, $5)
            """;

    Future<Void> insert(SqlClient client, StoredKey key) {
        Tuple values = Tuple.of(key.id(), Buffer.buffer(key.publicKey()), Buffer.buffer(key.wrappedPrivateKey()))
                .addOffsetDateTime(key.createdAt().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(key.signsFrom().atOffset(ZoneOffset.UTC));
        return client.preparedQuery(INSERT).execute(values).mapEmpty();
    }

    /** A key may go when its successor has signed for long enough. */
    private static final String DELETE_SUCCEEDED = """
            DELETE FROM signing_keys AS old
             WHERE EXISTS (SELECT 1
                             FROM signing_keys AS successor
                            WHERE successor.signs_from > old.signs_from
                              AND successor.signs_from < $1)
            """;

    /**
     * Deletes the keys whose successor began to sign before an instant.
     *
     * @return how many
     */
    Future<Integer> deleteSucceeded(SqlClient client, Instant before) {
        return client.preparedQuery(DELETE_SUCCEEDED)
                .execute(Tuple.of(before.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount());
    }

    private static StoredKey fromRow(Row row) {
        return new StoredKey(
                row.getString("id"),
                row.getBuffer("public_key").getBytes(),
                row.getBuffer("private_key").getBytes(),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("signs_from").toInstant());
    }
}
