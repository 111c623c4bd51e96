package co.anb.showcase.shared.jobs;

import static co.anb.showcase.testkit.Await.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.db.Migrations;
import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An empty database for the tests of the repositories of jobs, and what they begin with. */
abstract class JobTables {

    static final JobPolicy POLICY = new JobPolicy(3, Duration.ofSeconds(10), Duration.ofSeconds(60), true);
    static final JobFailure FAILURE = new JobFailure("STORAGE_ERROR", "No pudimos procesar tu video.");
    static final JobOutput OUTPUT = new JobOutput("processed/v.mp4", "processed/v.jpg");

    static Pool pool;
    static CoreRows rows;

    final LeaseRepository leases = new LeaseRepository();

    @BeforeAll
    static void migrate(Vertx vertx, ShowcaseServices services) {
        DbConfig config = DbConfig.from(ConfigReader.of(Map.of("DATABASE_URL", services.databaseUrl("core"))));
        done(Migrations.run(vertx, config, "db/core"));
        pool = Database.open(vertx, config, "core");
        rows = new CoreRows(services.databaseUrl("core"));
    }

    @AfterAll
    static void close() {
        done(pool.close());
    }

    @BeforeEach
    void empty() {
        rows.execute("TRUNCATE jobs, videos, object_deletions, video_stats");
    }

    static void done(Future<?> future) {
        var unused = await(future);
    }

    ClaimedJob claimed() {
        UUID id = rows.job();
        rows.execute("UPDATE jobs SET state = 'dispatched', dispatched_at = now() WHERE id = ?", id);
        return await(leases.claim(pool, new JobId(id), UUID.randomUUID(), POLICY))
                .orElseThrow();
    }

    Optional<ClaimedJob> claim(ClaimedJob job) {
        return await(leases.claim(pool, job.token().jobId(), UUID.randomUUID(), POLICY));
    }

    static void runOut(ClaimedJob job) {
        rows.execute(
                "UPDATE jobs SET lease_until = now() - interval '1 second' WHERE id = ?",
                job.token().jobId().value());
    }

    static Map<String, Object> rowOf(ClaimedJob job) {
        return rows.jobRow(job.token().jobId().value());
    }

    static Map<String, Object> videoOf(ClaimedJob job) {
        return rows.videoOf(job.token().jobId().value());
    }
}
