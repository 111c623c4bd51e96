package co.anb.showcase.shared.db;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@Showcase
class DatabaseIT {

    private final Vertx vertx;
    private final ShowcaseServices services;

    DatabaseIT(Vertx vertx, ShowcaseServices services) {
        this.vertx = vertx;
        this.services = services;
    }

    @Test
    void threeNodesThatStartAtOnceMigrateOnce() {
        DbConfig config = config("shared_start", Map.of());

        await(Future.all(Stream.generate(() -> Migrations.run(vertx, config, "db/core"))
                .limit(3)
                .toList()));

        Pool pool = Database.open(vertx, config, "migrated");
        assertThat(count(pool, "SELECT count(*) - count(DISTINCT version) FROM flyway_schema_history WHERE success"))
                .isZero();
        assertThat(count(pool, "SELECT count(*) FROM votes")).isZero();
        await(pool.close());
    }

    @Test
    void aNodeRunsOnWithASchemaThatIsNewerThanItself() {
        DbConfig config = config("newer", Map.of());
        await(Migrations.run(vertx, config, "db/core"));
        Pool pool = Database.open(vertx, config, "newer");
        await(pool.query("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                        + " installed_by, execution_time, success)"
                        + " VALUES (99, '999', 'from the future', 'SQL', 'V999__x.sql', 'next', 1, true)")
                .execute());

        await(Migrations.run(vertx, config, "db/core"));

        assertThat(count(pool, "SELECT count(*) FROM flyway_schema_history WHERE version = '999'"))
                .isEqualTo(1);
        await(pool.close());
    }

    @Test
    void theServerEndsAStatementThatTakesTooLong() {
        Pool pool = Database.open(vertx, config("slow", Map.of("DB_STATEMENT_TIMEOUT", "100ms")), "slow");

        assertThatThrownBy(() -> await(pool.query("SELECT pg_sleep(20)").execute()))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.getSqlState()).isEqualTo("57014"));
        await(pool.close());
    }

    @Test
    void whoCannotHaveAConnectionInTimeIsRefusedAndTheRestGoesOn() {
        Map<String, String> one = Map.of("DB_POOL_SIZE", "1", "DB_ACQUIRE_TIMEOUT", "2s");
        Pool pool = Database.open(vertx, config("small", one), "small");
        var holder = await(pool.getConnection());

        assertThatThrownBy(() -> await(pool.query("SELECT 1").execute())).hasMessageContaining("Timeout");
        await(holder.close());

        assertThat(count(pool, "SELECT 1")).isEqualTo(1);
        await(pool.close());
    }

    @Test
    void theVotesOfOneUserForOneVideoAreOneRow() {
        DbConfig config = config("votes", Map.of());
        await(Migrations.run(vertx, config, "db/core"));
        Pool pool = Database.open(vertx, config, "votes");
        String vote = "INSERT INTO votes (video_id, user_id)"
                + " VALUES ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002')";
        await(pool.query(vote).execute());

        assertThatThrownBy(() -> await(pool.query(vote).execute()))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.getSqlState()).isEqualTo("23505"));
        await(pool.close());
    }

    private DbConfig config(String database, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("DATABASE_URL", services.databaseUrl(database));
        ConfigReader reader = ConfigReader.of(environment);
        DbConfig config = DbConfig.from(reader);
        reader.finish();
        return config;
    }

    private static long count(Pool pool, String sql) {
        return await(pool.query(sql).execute()).iterator().next().getLong(0);
    }
}
