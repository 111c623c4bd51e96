package co.anb.showcase.auth.session;

import co.anb.showcase.auth.account.Account;
import co.anb.showcase.auth.account.AccountRepository;
import co.anb.showcase.shared.ids.UserId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows of {@code sessions} and {@code refresh_tokens}. Opening and rotating probe primary keys only; the list of
 * open sessions walks the partial index {@code sessions_open}.
 */
public final class SessionRepository {

    /**
     * A session that was just refreshed.
     *
     * @param sessionId the session
     * @param expiresAt when the new refresh token ends
     * @param account whose it is
     */
    record Refreshed(UUID sessionId, Instant expiresAt, Account account) {}

    private static final int MAX_LISTED = 200;

    /** The shared lock makes a login wait for an administrator who is disabling the account, and the other way. */
    private static final String OPEN = """
            WITH account AS (
                SELECT id FROM accounts WHERE id = $2 AND is_active FOR SHARE
            ), session AS (
                INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at)
                SELECT $1, id, $3, $3, $4 FROM account
                RETURNING id
            )
            INSERT INTO refresh_tokens (hash, session_id, expires_at)
            SELECT $5, id, $4 FROM session
            """;

    /** Opens a session with its first refresh token; false when the account is disabled. */
    Future<Boolean> open(SqlClient client, UUID id, UserId userId, Instant now, Instant expiresAt, Buffer hash) {
        return client.preparedQuery(OPEN)
                .execute(Tuple.of(id, userId.value(), utc(now), utc(expiresAt), hash))
                .map(rows -> rows.rowCount() > 0);
    }

    /**
     * One statement: of any number of simultaneous calls with one token exactly one finds it unspent. The session's row
     * is updated, so that ending it either comes before, and is seen, or waits and ends what was refreshed.
     */
    private static final String ROTATE = """
            WITH spent AS (
                UPDATE refresh_tokens
                   SET spent_at = $2
                 WHERE hash = $1 AND spent_at IS NULL AND expires_at > $2
                RETURNING session_id
            ), session AS (
                UPDATE sessions AS s
                   SET last_used_at = $2,
                       expires_at = LEAST($4::timestamptz, s.created_at + make_interval(secs => $5::double precision))
                  FROM spent, accounts AS a
                 WHERE s.id = spent.session_id AND s.ended_at IS NULL AND a.id = s.account_id AND a.is_active
                RETURNING s.id AS session_id, s.expires_at, a.id, a.email, a.first_name, a.last_name, a.city, a.country,
                          a.is_active, a.roles, a.created_at
            ), fresh AS (
                INSERT INTO refresh_tokens (hash, session_id, expires_at)
                SELECT $3, session_id, expires_at FROM session
            )
            SELECT session_id, expires_at, id, email, first_name, last_name, city, country, is_active, roles, created_at
              FROM session
            """;

    /**
     * Exchanges a token for another.
     *
     * @param expiresAt when the new one ends, unless the session's own end comes first
     * @param sessionLifetime counted from the login
     * @return empty when the token is unknown, spent or over, or its session or account is closed
     */
    Future<Optional<Refreshed>> rotate(
            SqlClient client, Buffer hash, Instant now, Buffer newHash, Instant expiresAt, Duration sessionLifetime) {
        return client.preparedQuery(ROTATE)
                .execute(Tuple.of(hash, utc(now), newHash, utc(expiresAt), (double) sessionLifetime.toSeconds()))
                .map(rows -> rows.stream().map(SessionRepository::refreshed).findFirst());
    }

    private static final String FIND_SPENT =
            "SELECT session_id FROM refresh_tokens WHERE hash = $1 AND spent_at IS NOT NULL AND expires_at > $2";

    /** The session of a token that was used before. */
    Future<Optional<UUID>> findSpent(SqlClient client, Buffer hash, Instant now) {
        return client.preparedQuery(FIND_SPENT)
                .execute(Tuple.of(hash, utc(now)))
                .map(rows -> rows.stream()
                        .map(row -> row.get(UUID.class, "session_id"))
                        .findFirst());
    }

    private static final String FIND_CALLER = """
            SELECT a.id, a.email, a.first_name, a.last_name, a.city, a.country, a.is_active, a.roles, a.created_at
              FROM sessions AS s
              JOIN accounts AS a ON a.id = s.account_id
             WHERE s.id = $1 AND s.account_id = $2 AND s.ended_at IS NULL AND a.is_active
            """;

    /** The account behind a session that is alive. */
    Future<Optional<Account>> findCaller(SqlClient client, UUID sessionId, UserId userId) {
        return client.preparedQuery(FIND_CALLER)
                .execute(Tuple.of(sessionId, userId.value()))
                .map(rows -> rows.stream().map(AccountRepository::fromRow).findFirst());
    }

    private static final String LIST = """
            SELECT id, account_id, created_at, last_used_at, expires_at
              FROM sessions
             WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2
             ORDER BY created_at DESC, id DESC
             LIMIT $3
            """;

    /** The open sessions of a user, newest first, at most 200. */
    Future<List<Session>> list(SqlClient client, UserId userId, Instant now) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(userId.value(), utc(now), MAX_LISTED))
                .map(rows -> rows.stream().map(SessionRepository::session).toList());
    }

    private static final String FIND = """
            SELECT id, account_id, created_at, last_used_at, expires_at
              FROM sessions
             WHERE id = $1 AND account_id = $2 AND ended_at IS NULL AND expires_at > $3
            """;

    Future<Optional<Session>> find(SqlClient client, UUID id, UserId userId, Instant now) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(id, userId.value(), utc(now)))
                .map(rows -> rows.stream().map(SessionRepository::session).findFirst());
    }

    private static final String END = """
            UPDATE sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING id
            """;

    /** Ends one session; the list is empty when it had ended before. */
    Future<List<UUID>> end(SqlClient transaction, UUID id, Instant now) {
        return transaction.preparedQuery(END).execute(Tuple.of(id, utc(now))).map(SessionRepository::ids);
    }

    private static final String END_ALL = """
            UPDATE sessions SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL RETURNING id
            """;

    /** Ends the sessions of a user. */
    Future<List<UUID>> endAll(SqlClient transaction, UserId userId, Instant now) {
        return transaction
                .preparedQuery(END_ALL)
                .execute(Tuple.of(userId.value(), utc(now)))
                .map(SessionRepository::ids);
    }

    private static final String PURGE_TOKENS = "DELETE FROM refresh_tokens WHERE expires_at < $1";

    private static final String PURGE_SESSIONS = "DELETE FROM sessions WHERE expires_at < $1";

    /** Deletes what was over before an instant; returns how many sessions. */
    Future<Integer> purge(SqlClient client, Instant before) {
        return client.preparedQuery(PURGE_TOKENS)
                .execute(Tuple.of(utc(before)))
                .compose(done -> client.preparedQuery(PURGE_SESSIONS).execute(Tuple.of(utc(before))))
                .map(rows -> rows.rowCount());
    }

    private static Refreshed refreshed(Row row) {
        return new Refreshed(
                row.get(UUID.class, "session_id"), instant(row, "expires_at"), AccountRepository.fromRow(row));
    }

    private static Session session(Row row) {
        return new Session(
                row.get(UUID.class, "id"),
                new UserId(row.get(UUID.class, "account_id")),
                instant(row, "created_at"),
                instant(row, "last_used_at"),
                instant(row, "expires_at"));
    }

    private static List<UUID> ids(Iterable<Row> rows) {
        return java.util.stream.StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.get(UUID.class, "id"))
                .toList();
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
