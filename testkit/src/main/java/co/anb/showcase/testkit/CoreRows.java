package co.anb.showcase.testkit;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks into Core's database and puts rows there, past all of the project's own code: what a test sees here is what is
 * stored. Blocks; for the test's own thread. Every call is a connection and a transaction of its own.
 */
public final class CoreRows {
    private final String jdbcUrl;

    /** Rows of the database at {@code postgresql://user:password@host:port/database}, migrated already. */
    public CoreRows(String databaseUrl) {
        URI uri = URI.create(databaseUrl);
        String[] user = uri.getUserInfo().split(":", 2);
        this.jdbcUrl = "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
                .formatted(uri.getHost(), uri.getPort(), uri.getPath(), user[0], user[1]);
    }

    /** Inserts an uploaded video of a new owner, with its original under {@code uploads/<id>.mp4}; gives its id. */
    public UUID video() {
        UUID id = UUID.randomUUID();
        execute(
                "INSERT INTO videos (id, user_id, title, status, original_key, size_bytes)"
                        + " VALUES (?, ?, 'Clavada desde la línea', 'uploaded', ?, 1000)",
                id,
                UUID.randomUUID(),
                "uploads/" + id + ".mp4");
        return id;
    }

    /** Inserts an uploaded video with its pending job, due at once; gives the job's id. */
    public UUID job() {
        UUID id = UUID.randomUUID();
        execute(
                "INSERT INTO jobs (id, video_id, user_id, state, correlation_id)"
                        + " SELECT ?, id, user_id, 'pending', 'test-correlation' FROM videos WHERE id = ?",
                id,
                video());
        return id;
    }

    /** The columns of a job by name. */
    public Map<String, Object> jobRow(UUID id) {
        return one("SELECT * FROM jobs WHERE id = ?", id);
    }

    /** The columns of a job's video by name. */
    public Map<String, Object> videoOf(UUID jobId) {
        return one("SELECT v.* FROM videos v JOIN jobs j ON j.video_id = v.id WHERE j.id = ?", jobId);
    }

    /** The state of a job. */
    public String stateOf(UUID jobId) {
        return String.valueOf(jobRow(jobId).get("state"));
    }

    /** Runs a statement. */
    public void execute(String sql, @Nullable Object... values) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                PreparedStatement statement = prepare(connection, sql, values)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The rows of a query, each with its columns by name; a column that is null is absent. */
    public List<Map<String, Object>> query(String sql, @Nullable Object... values) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                PreparedStatement statement = prepare(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<Map<String, Object>> all = new ArrayList<>();
            while (rows.next()) {
                all.add(read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private Map<String, Object> one(String sql, Object... values) {
        List<Map<String, Object>> rows = query(sql, values);
        if (rows.size() != 1) {
            throw new AssertionError("expected one row, got " + rows.size() + ": " + sql + " " + List.of(values));
        }
        return rows.get(0);
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static Map<String, Object> read(ResultSet rows) throws SQLException {
        Map<String, Object> columns = new HashMap<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            Object value = rows.getObject(i);
            if (value != null) {
                columns.put(rows.getMetaData().getColumnName(i), value);
            }
        }
        return columns;
    }
}
