package co.anb.showcase.auth.account;

import co.anb.showcase.shared.ids.UserId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The rows of {@code accounts}. The login's look-up is one probe of the unique index on {@code email_key}, the others
 * of the primary key.
 */
public final class AccountRepository {

    /**
     * An account with its password's hash.
     *
     * @param account the account
     * @param passwordHash Argon2id, encoded
     */
    record Credentials(Account account, String passwordHash) {}

    private static final String INSERT = """
            INSERT INTO accounts
                   (id, email, email_key, password_hash, first_name, last_name, city, country, roles, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (email_key) DO NOTHING
            RETURNING id, email, first_name, last_name, city, country, is_active, roles, created_at
            """;

    /** Inserts an account; empty when there is one with this e-mail, also one that is just being made. */
    Future<Optional<Account>> insert(
            SqlClient client, UserId id, SignUp signUp, String passwordHash, Set<String> roles, Instant now) {
        Tuple values = Tuple.of(
                        id.value(), signUp.email().text(), signUp.email().key(), passwordHash)
                .addString(signUp.firstName())
                .addString(signUp.lastName())
                .addString(signUp.city())
                .addString(signUp.country())
                .addArrayOfString(roles.toArray(String[]::new))
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
        return client.preparedQuery(INSERT).execute(values).map(AccountRepository::first);
    }

    private static final String EXISTS = "SELECT 1 FROM accounts WHERE email_key = $1";

    Future<Boolean> exists(SqlClient client, EmailAddress email) {
        return client.preparedQuery(EXISTS).execute(Tuple.of(email.key())).map(rows -> rows.size() > 0);
    }

    private static final String FIND_CREDENTIALS = """
            SELECT id, email, first_name, last_name, city, country, is_active, roles, created_at, password_hash
              FROM accounts
             WHERE email_key = $1
            """;

    Future<Optional<Credentials>> findCredentials(SqlClient client, EmailAddress email) {
        return client.preparedQuery(FIND_CREDENTIALS)
                .execute(Tuple.of(email.key()))
                .map(rows -> rows.stream()
                        .map(row -> new Credentials(fromRow(row), row.getString("password_hash")))
                        .findFirst());
    }

    private static final String FIND = """
            SELECT id, email, first_name, last_name, city, country, is_active, roles, created_at
              FROM accounts
             WHERE id = $1
            """;

    /** The account of an id. */
    public Future<Optional<Account>> find(SqlClient client, UserId id) {
        return client.preparedQuery(FIND).execute(Tuple.of(id.value())).map(AccountRepository::first);
    }

    private static final String LOCK_ADMINISTRATION =
            "SELECT pg_advisory_xact_lock(hashtext('anb_auth.administration'))";

    /** Until the transaction ends no other node changes an account's roles: the last administrator must stay. */
    public Future<Void> lockAdministration(SqlClient transaction) {
        return transaction.query(LOCK_ADMINISTRATION).execute().mapEmpty();
    }

    private static final String LOCK = """
            SELECT id, email, first_name, last_name, city, country, is_active, roles, created_at
              FROM accounts
             WHERE id = $1
               FOR NO KEY UPDATE
            """;

    /** The account of an id, held until the transaction ends: nobody logs in with it meanwhile. */
    public Future<Optional<Account>> lock(SqlClient transaction, UserId id) {
        return transaction.preparedQuery(LOCK).execute(Tuple.of(id.value())).map(AccountRepository::first);
    }

    private static final String CHANGE = """
            UPDATE accounts
               SET is_active = $2, roles = $3
             WHERE id = $1
            RETURNING id, email, first_name, last_name, city, country, is_active, roles, created_at
            """;

    /** Sets what administrators may set; empty when there is no such account. */
    public Future<Optional<Account>> change(SqlClient client, UserId id, boolean isActive, Set<String> roles) {
        Tuple values = Tuple.of(id.value(), isActive)
                .addArrayOfString(roles.stream().sorted().toArray(String[]::new));
        return client.preparedQuery(CHANGE).execute(values).map(AccountRepository::first);
    }

    private static final String COUNT_WITH_ROLE =
            "SELECT count(*) AS accounts FROM accounts WHERE is_active AND $1 = ANY (roles)";

    /** How many active accounts have a role. A scan, for the rare change of an administrator. */
    public Future<Long> countActiveWithRole(SqlClient client, String role) {
        return client.preparedQuery(COUNT_WITH_ROLE)
                .execute(Tuple.of(role))
                .map(rows -> rows.iterator().next().getLong("accounts"));
    }

    private static final String ADD_ROLE = """
            UPDATE accounts
               SET roles = array_append(roles, $2)
             WHERE email_key = $1 AND NOT ($2 = ANY (roles))
            """;

    /** Gives a role to an account that lacks it; true when that changed something. */
    Future<Boolean> addRole(SqlClient client, EmailAddress email, String role) {
        return client.preparedQuery(ADD_ROLE)
                .execute(Tuple.of(email.key(), role))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Reads the columns that every statement here returns; sessions joined with accounts use it too. */
    public static Account fromRow(Row row) {
        return new Account(
                new UserId(row.get(UUID.class, "id")),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getString("city"),
                row.getString("country"),
                row.getBoolean("is_active"),
                Set.of(row.getArrayOfStrings("roles")),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static Optional<Account> first(RowSet<Row> rows) {
        return rows.stream().map(AccountRepository::fromRow).findFirst();
    }
}
