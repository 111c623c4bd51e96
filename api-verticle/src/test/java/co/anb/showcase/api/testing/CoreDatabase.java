package co.anb.showcase.api.testing;

import static co.anb.showcase.testkit.Await.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.db.Migrations;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.testkit.ShowcaseServices;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The core database of a test class, migrated, and the rows that tests begin with. Blocks: for the test's own thread.
 */
public final class CoreDatabase implements AutoCloseable {

    private final Pool pool;
    private final DbConfig config;

    private CoreDatabase(Pool pool, DbConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** Opens and migrates; the same class gets the same database again. */
    public static CoreDatabase open(Vertx vertx, ShowcaseServices services) {
        // Patient, since a machine that runs many tests at once may take seconds to open a connection.
        Map<String, String> environment = Map.of(
                "DATABASE_URL", services.databaseUrl("core"),
                "DB_POOL_SIZE", "8",
                "DB_ACQUIRE_TIMEOUT", "30s",
                "DB_STATEMENT_TIMEOUT", "30s");
        DbConfig config = DbConfig.from(ConfigReader.of(environment));
        await(Migrations.run(vertx, config, "db/core"));
        return new CoreDatabase(Database.open(vertx, config, "core"), config);
    }

    /** The pool. */
    public Pool pool() {
        return pool;
    }

    /** How to connect to it. */
    public DbConfig config() {
        return config;
    }

    /** A player. */
    public UserId player(String firstName, String lastName, String city, String cityKey) {
        UserId id = UserId.next();
        execute("""
                INSERT INTO players (user_id, first_name, last_name, city, city_key, country)
                VALUES ($1, $2, $3, $4, $5, 'Colombia')
                """, Tuple.of(id.value(), firstName, lastName, city, cityKey));
        return id;
    }

    /** A processed and published video with its counter. */
    @CanIgnoreReturnValue
    public VideoId published(UserId owner, String title) {
        VideoId id = VideoId.next();
        execute(
                """
                INSERT INTO videos (id, user_id, title, status, original_key, size_bytes, processed_key, poster_key,
                                    processed_at, published_at)
                VALUES ($1, $2, $3, 'processed', $4, 1000, $5, $6, now(), clock_timestamp())
                """,
                Tuple.of(
                        id.value(), owner.value(), title, "uploads/a/" + id, "processed/a/" + id, "processed/p/" + id));
        execute("INSERT INTO video_stats (video_id) VALUES ($1)", Tuple.of(id.value()));
        return id;
    }

    /** A video that is not published. */
    @CanIgnoreReturnValue
    public VideoId uploaded(UserId owner, String title) {
        VideoId id = VideoId.next();
        execute("""
                INSERT INTO videos (id, user_id, title, status, original_key, size_bytes)
                VALUES ($1, $2, $3, 'uploaded', $4, 1000)
                """, Tuple.of(id.value(), owner.value(), title, "uploads/a/" + id));
        return id;
    }

    /** Sets a video's counter as if it had been voted for. */
    public void votes(VideoId video, long votes, @Nullable OffsetDateTime last) {
        execute(
                "UPDATE video_stats SET votes = $2, last_vote_at = $3 WHERE video_id = $1",
                Tuple.of(video.value(), votes, last));
    }

    /** A moment of the contest, for {@link #votes}. */
    public static OffsetDateTime minute(int minute) {
        return OffsetDateTime.of(2026, 1, 31, 12, minute, 0, 0, ZoneOffset.UTC);
    }

    /** Runs a statement. */
    public void execute(String sql, Tuple parameters) {
        Future<Void> done = pool.preparedQuery(sql).execute(parameters).mapEmpty();
        await(done);
    }

    /** Runs a query. */
    public List<Row> query(String sql, Tuple parameters) {
        return await(pool.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList()));
    }

    /** The one number that a query gives. */
    public long count(String sql, Tuple parameters) {
        return query(sql, parameters).get(0).getLong(0);
    }

    @Override
    public void close() {
        await(pool.close());
    }
}
