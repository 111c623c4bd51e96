package co.anb.showcase.worker.job;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.amqp.AmqpConfig;
import co.anb.showcase.shared.amqp.AmqpListener;
import co.anb.showcase.shared.amqp.AmqpPublisher;
import co.anb.showcase.shared.amqp.OutboundMessage;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.db.Migrations;
import co.anb.showcase.shared.jobs.JobPolicy;
import co.anb.showcase.shared.problem.Messages;
import co.anb.showcase.shared.storage.LocalStorage;
import co.anb.showcase.shared.storage.StorageConfig;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.OnEveryBroker;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.worker.pipeline.Stage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker's part of "nothing is lost": every outcome, told twice, told late, taken away. */
@Showcase
@OnEveryBroker
class JobConsumerIT {

    private final Vertx vertx;
    private final ShowcaseServices services;
    private final FakePipeline pipeline;

    private ConfigReader reader;
    private CoreRows rows;
    private Pool pool;
    private LocalStorage storage;
    private AmqpPublisher publisher;
    private JobConsumer consumer;

    JobConsumerIT(Vertx vertx, ShowcaseServices services) {
        this.vertx = vertx;
        this.services = services;
        this.pipeline = new FakePipeline(vertx);
        this.reader = ConfigReader.of(Map.of());
    }

    @BeforeEach
    void start() {
        // As every process does before it deploys: not on an event loop.
        Messages.load();
        reader = ConfigReader.of(Map.of(
                "DATABASE_URL", services.databaseUrl("core"),
                "AMQP_URI", services.amqpUri(),
                "AMQP_BROKER", services.brokerKind().name().toLowerCase(Locale.ROOT),
                "STORAGE_ROOT", services.storageDir().toString(),
                "STORAGE_SIGNING_KEY", "0123456789abcdef0123456789abcdef",
                "JOBS_LEASE", "1500ms",
                "JOBS_RETRY_DELAY", "50ms"));
        DbConfig db = DbConfig.from(reader);
        await(Migrations.run(vertx, db, "db/core"));
        rows = new CoreRows(services.databaseUrl("core"));
        pool = Database.open(vertx, db, "worker-test");
        storage = await(LocalStorage.open(vertx, StorageConfig.from(reader), Clock.systemUTC()));
        AmqpConfig amqp = AmqpConfig.from(reader);
        publisher = AmqpPublisher.start(vertx, amqp, Topology.of(amqp.broker()), AmqpListener.NONE);
        consumer = worker("first");
        await().until(publisher::connected);
    }

    @AfterEach
    void stop() {
        pipeline.runs().forEach(run -> run.fail(new IllegalStateException("the test is over")));
        await(consumer.stop());
        await(publisher.close());
        await(storage.close());
        await(pool.close());
    }

    @Test
    void processedVideoIsPublishedWithItsObjectsAndItsCounter() throws IOException {
        UUID job = dispatchedJob();
        FakePipeline.Run run = awaitRun(1);
        run.progress(Stage.ENCODE, 40);
        await().untilAsserted(() -> assertThat(rows.jobRow(job)).containsEntry("percent", 40));
        assertThat(rows.videoOf(job)).containsEntry("status", "processing");

        await(run.succeed());

        awaitState(job, "processed");
        Map<String, Object> video = rows.videoOf(job);
        assertThat(video).containsEntry("status", "processed").containsKeys("processed_at", "published_at");
        assertThat(content(String.valueOf(video.get("processed_key")))).isEqualTo("video");
        assertThat(content(String.valueOf(video.get("poster_key")))).isEqualTo("poster");
        assertThat(rows.query("SELECT votes FROM video_stats WHERE video_id = ?", video.get("id")))
                .hasSize(1);
        await().untilAsserted(() -> assertThat(run.scratch()).doesNotExist());
        assertThat(rows.query("SELECT * FROM object_deletions")).isEmpty();
    }

    @Test
    void messageToldTwiceIsForgottenAfterAnyOutcome() {
        UUID processed = dispatchedJob();
        await(awaitRun(1).succeed());
        awaitState(processed, "processed");
        UUID failed = dispatchedJob();
        failThreeTimes(failed);
        int runs = pipeline.runs().size();

        tell(processed);
        tell(failed);
        UUID another = dispatchedJob();
        await().until(() -> pipeline.runs().size() == runs + 1);

        await(pipeline.runs().get(runs).succeed());
        awaitState(another, "processed");
        assertThat(rows.stateOf(processed)).isEqualTo("processed");
        assertThat(rows.stateOf(failed)).isEqualTo("failed");
    }

    @Test
    void faultOfOursIsTriedAgainAndGivenUpWithADeadLetterAfterTheThirdAttempt() {
        UUID job = dispatchedJob();

        failThreeTimes(job);

        Map<String, Object> row = rows.jobRow(job);
        assertThat(row)
                .containsEntry("attempt", 3)
                .containsEntry("dead_letter", "due")
                .containsEntry("error_code", "PROCESSING_FAILED")
                .doesNotContainKey("lease_until");
        assertThat(rows.videoOf(job)).containsEntry("status", "failed").containsKey("failure_reason");
    }

    @Test
    void originalThatIsNotThereIsAFaultOfTheStorage() {
        UUID job = rows.job();
        rows.execute("UPDATE jobs SET state = 'dispatched', dispatched_at = now() WHERE id = ?", job);

        tell(job);

        awaitState(job, "pending");
        assertThat(rows.jobRow(job))
                .containsEntry("error_code", "STORAGE_ERROR")
                .containsEntry("attempt", 1);
        assertThat(pipeline.runs()).isEmpty();
    }

    @Test
    void workerThatSleptPastItsLeaseLosesTheJobToAnotherAndWritesNothing() throws IOException {
        UUID job = dispatchedJob();
        FakePipeline.Run frozen = awaitRun(1);
        JobConsumer second = worker("second");
        rows.execute("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE id = ?", job);
        tell(job);
        FakePipeline.Run winner = awaitRun(2);

        await().until(frozen::isCancelled);
        await(winner.succeed());

        awaitState(job, "processed");
        assertThat(rows.jobRow(job)).containsEntry("attempt", 2);
        assertThat(String.valueOf(rows.videoOf(job).get("processed_key"))).contains("-a2-");
        assertThat(objects("processed/", rows.videoOf(job).get("id"))).hasSize(1);
        await(second.stop());
    }

    @Test
    void jobWhoseVideoIsDeletedIsThrownAway() throws IOException {
        UUID job = dispatchedJob();
        FakePipeline.Run run = awaitRun(1);
        Object video = rows.videoOf(job).get("id");

        rows.execute("DELETE FROM jobs WHERE id = ?", job);
        rows.execute("DELETE FROM videos WHERE id = ?", video);

        await().until(run::isCancelled);
        await().untilAsserted(() -> assertThat(run.scratch()).doesNotExist());
        assertThat(objects("processed/", video)).isEmpty();
    }

    @Test
    void stoppingWorkerGivesTheJobBackWithItsAttempt() {
        UUID job = dispatchedJob();
        FakePipeline.Run run = awaitRun(1);

        await(consumer.stop());

        assertThat(run.isCancelled()).isTrue();
        assertThat(rows.jobRow(job))
                .containsEntry("state", "pending")
                .containsEntry("attempt", 0)
                .doesNotContainKey("lease_until");
        assertThat(rows.videoOf(job)).doesNotContainKey("processed_key");
    }

    @Test
    void messageThatIsNoJobIsDroppedAndTheNextOneRuns() {
        await(publisher.publish(Topology.JOBS, OutboundMessage.of(new JsonObject().put("job_id", "x"), "x", "c")));
        UUID job = dispatchedJob();

        await(awaitRun(1).succeed());

        awaitState(job, "processed");
    }

    private JobConsumer worker(String name) {
        AmqpConfig amqp = AmqpConfig.from(reader);
        Path scratch = services.temp().resolve(name + UUID.randomUUID());
        JobTools tools = new JobTools(
                vertx,
                pool,
                storage,
                pipeline,
                JobPolicy.from(reader),
                await(ScratchFolder.open(vertx, scratch)),
                new JobMetrics(new SimpleMeterRegistry()),
                Clock.systemUTC());
        return await(Future.future(promise -> vertx.runOnContext(context ->
                promise.complete(JobConsumer.start(tools, amqp, Topology.of(amqp.broker()), AmqpListener.NONE)))));
    }

    /** A job with its original, dispatched and told. */
    private UUID dispatchedJob() {
        UUID job = rows.job();
        Path original =
                services.storageDir().resolve(String.valueOf(rows.videoOf(job).get("original_key")));
        try {
            Files.createDirectories(original.resolveSibling("x").getParent());
            Files.writeString(original, "original");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        dispatch(job);
        return job;
    }

    private void dispatch(UUID job) {
        rows.execute("UPDATE jobs SET state = 'dispatched', dispatched_at = now() WHERE id = ?", job);
        tell(job);
    }

    private void tell(UUID job) {
        JsonObject body = new JsonObject()
                .put("job_id", job.toString())
                .put("video_id", UUID.randomUUID().toString());
        await(publisher.publish(Topology.JOBS, OutboundMessage.of(body, job.toString(), "test")));
    }

    /** For a job that was told and is the only one under way. */
    private void failThreeTimes(UUID job) {
        for (int attempt = 1; attempt <= 3; attempt++) {
            awaitState(job, "running");
            int number = attempt;
            await().untilAsserted(() -> assertThat(rows.jobRow(job)).containsEntry("attempt", number));
            await().until(() -> !newest().result().isComplete());
            newest().fail(new IllegalStateException("FFmpeg crashed"));
            awaitState(job, attempt < 3 ? "pending" : "failed");
            if (attempt < 3) {
                dispatch(job);
            }
        }
    }

    private FakePipeline.Run newest() {
        await().until(() -> !pipeline.runs().isEmpty());
        return pipeline.runs().get(pipeline.runs().size() - 1);
    }

    private FakePipeline.Run awaitRun(int number) {
        await().until(() -> pipeline.runs().size() >= number);
        return pipeline.runs().get(number - 1);
    }

    private void awaitState(UUID job, String state) {
        await().untilAsserted(() -> assertThat(rows.stateOf(job)).isEqualTo(state));
    }

    private String content(String key) throws IOException {
        return Files.readString(services.storageDir().resolve(key));
    }

    private List<Path> objects(String prefix, @Nullable Object video) throws IOException {
        Path folder = services.storageDir().resolve(prefix);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().contains(String.valueOf(video))
                            && path.toString().endsWith(".mp4"))
                    .toList();
        }
    }
}
