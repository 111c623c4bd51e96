package co.anb.showcase.bench.estate;

import co.anb.showcase.bench.BenchException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The database as an auditor sees it, past the project's own code. */
public final class Books {

    private final String url;
    private final String user;
    private final String password;

    Books(String databaseUrl) {
        URI uri = URI.create(databaseUrl);
        String[] login = uri.getUserInfo().split(":", 2);
        this.url = "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath());
        this.user = login[0];
        this.password = login[1];
    }

    /** Runs statements, one after another. */
    public void execute(String... statements) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new BenchException("the database refused: " + e.getMessage(), e);
        }
    }

    /** The one number of a query. */
    public long number(String sql) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new BenchException("no row: " + sql);
            }
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new BenchException("the database refused: " + e.getMessage(), e);
        }
    }

    /**
     * Players, one video each, published: what can be voted for.
     *
     * @param videos their ids
     */
    public void fill(List<String> videos) {
        String ids =
                "unnest(string_to_array('" + String.join(",", videos) + "', ',')::uuid[]) WITH ORDINALITY AS t(id, n)";
        execute(
                "INSERT INTO players (user_id, first_name, last_name, city, city_key, country) SELECT id, 'Ana', 'Peña ' || n,"
                        + " 'Ciudad ' || n % 100, 'ciudad ' || n % 100, 'Colombia' FROM " + ids,
                "INSERT INTO videos (id, user_id, title, status, original_key, size_bytes, processed_key, published_at)"
                        + " SELECT id, id, 'Clavada', 'processed', 'uploads/' || id || '.mp4', 1000,"
                        + " 'processed/' || id || '.mp4', now() FROM " + ids,
                "INSERT INTO video_stats (video_id) SELECT id FROM " + ids,
                "ANALYZE");
    }

    /** No vote was ever cast; and nothing of the past is left to be written. */
    public void clear() {
        execute(
                "BEGIN; TRUNCATE votes; UPDATE video_stats SET votes = 0, last_vote_at = NULL WHERE votes > 0; COMMIT",
                "VACUUM video_stats",
                "CHECKPOINT");
    }

    /**
     * Empties the books and puts so many votes into them: {@code perVideo} for each of the published videos, by people
     * of the past. The key is made afterwards, which is faster and leaves it as a table has it that has grown.
     */
    public void grow(long perVideo) {
        clear();
        execute(
                "ALTER TABLE votes DROP CONSTRAINT votes_pkey",
                "INSERT INTO votes (video_id, user_id) SELECT video_id, gen_random_uuid() FROM video_stats,"
                        + " generate_series(1, " + perVideo + ")",
                "ALTER TABLE votes ADD CONSTRAINT votes_pkey PRIMARY KEY (video_id, user_id)",
                "UPDATE video_stats SET votes = " + perVideo + ", last_vote_at = now()",
                "VACUUM ANALYZE votes",
                "VACUUM video_stats",
                "CHECKPOINT");
    }

    /** Rows of votes. */
    public long votes() {
        return number("SELECT count(*) FROM votes");
    }

    /** What the counters add up to. */
    public long counted() {
        return number("SELECT coalesce(sum(votes), 0) FROM video_stats");
    }

    /** Deadlocks since the start. */
    public long deadlocks() {
        return number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }
}
