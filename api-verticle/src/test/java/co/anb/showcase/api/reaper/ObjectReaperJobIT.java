package co.anb.showcase.api.reaper;

import static co.anb.showcase.testkit.Await.await;
import static co.anb.showcase.testkit.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.storage.MultipartUpload;
import co.anb.showcase.shared.storage.ObjectDeletionRepository;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The reaper on a real database, with a store that can be made to fail. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectReaperJobIT {

    private static final ReaperConfig CONFIG = new ReaperConfig(Duration.ofMillis(100), Duration.ofHours(6));

    private final ObjectDeletionRepository deletions = new ObjectDeletionRepository();
    private Vertx vertx;
    private CoreDatabase database;
    private Context context;
    private FakeStorage storage = new FakeStorage();
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private ObjectReaperJob target;

    @BeforeAll
    void open(Vertx givenVertx, ShowcaseServices services) {
        vertx = givenVertx;
        database = CoreDatabase.open(vertx, services);
        context = vertx.getOrCreateContext();
    }

    @BeforeEach
    void empty() {
        storage = new FakeStorage();
        registry = new SimpleMeterRegistry();
        target = job(CONFIG);
        database.execute("TRUNCATE object_deletions, uploads, videos", Tuple.tuple());
    }

    @AfterEach
    void stop() {
        await(onContext(target::stop));
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void objectsThatLostTheirOwnerAreDeleted() {
        List<String> keys = IntStream.range(0, 120).mapToObj(n -> key()).toList();
        storage.put(keys);
        add(keys);

        start(target);

        Awaitility.await().until(() -> storage.isEmpty() && waiting() == 0);
        assertThat(registry.get("showcase.storage.reaped")
                        .tag("outcome", "deleted")
                        .counter()
                        .count())
                .isEqualTo(120);
    }

    @Test
    void transactionThatFailsHandsNothingOver() {
        String key = key();

        Future<Void> failing = database.pool()
                .withTransaction(tx -> deletions
                        .add(tx, List.of(key))
                        .compose(added -> Future.failedFuture(new IllegalStateException("the delete failed"))));

        assertThat(failure(failing)).hasMessage("the delete failed");
        assertThat(waiting()).isZero();
    }

    @Test
    void objectThatARowStillOwnsStays() {
        UserId owner = database.player("Ana", "Peña", "Bogotá", "bogota");
        UUID video = database.published(owner, "mine").value();
        String upload = key();
        database.execute(
                "INSERT INTO uploads (id, user_id, storage_key) VALUES ($1, $2, $3)",
                Tuple.of(Ids.next(), owner.value(), upload));
        List<String> owned = List.of("uploads/a/" + video, "processed/a/" + video, "processed/p/" + video, upload);
        String free = key();
        storage.put(owned);
        storage.put(List.of(free));
        add(Stream.concat(owned.stream(), Stream.of(free)).toList());

        start(target);

        Awaitility.await().until(() -> waiting() == 4 && attempts() == 4);
        assertThat(storage.keys()).containsExactlyInAnyOrderElementsOf(owned);
    }

    @Test
    void failureIsTriedAgainLater() {
        String good = key();
        String bad = key();
        storage.put(List.of(good, bad));
        storage.failFor(bad);
        add(List.of(good, bad));

        start(target);

        Awaitility.await().until(() -> waiting() == 1 && attempts() == 1);
        assertThat(storage.keys()).containsExactly(bad);
        assertThat(database.count(
                        "SELECT extract(epoch FROM min(due_at) - now())::bigint FROM object_deletions", Tuple.tuple()))
                .isBetween(1L, 30L);

        storage.heal();
        database.execute("UPDATE object_deletions SET due_at = now()", Tuple.tuple());

        Awaitility.await().until(() -> storage.isEmpty() && waiting() == 0);
    }

    @Test
    void backOffGrowsToAnHourAndNoFurther() {
        add(List.of(key()));
        List<Long> waits = IntStream.range(0, 12)
                .mapToObj(n -> {
                    database.execute("UPDATE object_deletions SET due_at = now()", Tuple.tuple());
                    assertThat(await(deletions.takeDue(database.pool(), 10))).hasSize(1);
                    return database.count(
                            "SELECT round(extract(epoch FROM due_at - now()) / 30)::bigint FROM object_deletions",
                            Tuple.tuple());
                })
                .toList();

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 120L, 120L, 120L, 120L, 120L);
    }

    @Test
    void severalNodesTakeEachRowOnce() {
        List<String> keys = IntStream.range(0, 400).mapToObj(n -> key()).toList();
        storage.put(keys);
        add(keys);
        List<ObjectReaperJob> nodes =
                IntStream.range(0, 4).mapToObj(n -> job(CONFIG)).toList();

        nodes.forEach(this::start);

        Awaitility.await().until(() -> storage.isEmpty() && waiting() == 0);
        assertThat(storage.deletes()).isEqualTo(400);
        nodes.forEach(node -> await(onContext(node::stop)));
    }

    @Test
    void abandonedUploadLosesItsRowAndItsObject() {
        UUID user = UUID.randomUUID();
        String old = key();
        String young = key();
        storage.put(List.of(old, young));
        String insert = "INSERT INTO uploads (id, user_id, storage_key, started_at)"
                + " VALUES ($1, $2, $3, now() - $4::bigint * interval '1 second')";
        database.execute(insert, Tuple.of(Ids.next(), user, old, 6L * 3600 + 5));
        database.execute(insert, Tuple.of(Ids.next(), user, young, 6L * 3600 - 60));

        start(target);

        Awaitility.await().until(() -> storage.keys().equals(List.of(young)) && waiting() == 0);
        assertThat(database.query("SELECT storage_key FROM uploads", Tuple.tuple()))
                .extracting(row -> row.getString(0))
                .containsExactly(young);
        assertThat(registry.get("showcase.upload.abandoned").counter().count()).isEqualTo(1);
    }

    @Test
    void unfinishedUploadInPartsIsAborted() {
        String known = key();
        String unknown = key();
        String insert = "INSERT INTO uploads (id, user_id, storage_key, multipart_upload_id, started_at)"
                + " VALUES ($1, $2, $3, $4, now() - interval '7 hours')";
        database.execute(insert, Tuple.of(Ids.next(), UUID.randomUUID(), known, "the-id"));
        add(List.of(unknown));

        start(target);

        Awaitility.await().until(() -> waiting() == 0 && storage.deletes() == 2);
        assertThat(storage.aborts().aborted()).containsExactly(new MultipartUpload(known, "the-id"));
        assertThat(storage.aborts().searched()).containsExactly(unknown);
    }

    @Test
    void objectWhoseUploadCanNotBeAbortedWaits() {
        storage.aborts().fail(true);
        String key = key();
        storage.put(List.of(key));
        add(List.of(key));

        start(target);

        Awaitility.await().until(() -> attempts() == 1);
        assertThat(storage.deletes()).isZero();
        storage.aborts().fail(false);
        database.execute("UPDATE object_deletions SET due_at = now()", Tuple.tuple());
        Awaitility.await().until(() -> storage.isEmpty() && waiting() == 0);
    }

    @Test
    void eventStartsARoundAtOnce() {
        ObjectReaperJob sleepy = job(new ReaperConfig(Duration.ofHours(1), Duration.ofHours(6)));
        start(sleepy);
        String key = key();
        storage.put(List.of(key));
        add(List.of(key));

        Events.OBJECT_DELETION_DUE.publish(vertx.eventBus());

        Awaitility.await().until(() -> storage.isEmpty() && waiting() == 0);
        await(onContext(sleepy::stop));
    }

    @Test
    void stopWaitsForTheRoundThatRuns() {
        String key = key();
        storage.put(List.of(key));
        Promise<Void> gate = storage.block();
        add(List.of(key));
        start(target);
        Awaitility.await().until(() -> storage.deletes() == 1);

        Future<Void> stopped = onContext(target::stop);

        assertThat(stopped.isComplete()).isFalse();
        gate.complete();
        await(stopped);
        assertThat(waiting()).isZero();
    }

    @Test
    void badConfigurationIsNamedByItsKey() {
        ConfigReader reader = ConfigReader.of(Map.of("REAPER_PERIOD", "0s", "REAPER_ABANDONED_AFTER", "never"));

        ReaperConfig config = ReaperConfig.from(reader);

        assertThat(config).isEqualTo(new ReaperConfig(Duration.ofSeconds(10), Duration.ofHours(6)));
        assertThat(catchThrowable(reader::finish))
                .hasMessageContaining("reaper.period")
                .hasMessageContaining("reaper.abandoned-after");
    }

    private ObjectReaperJob job(ReaperConfig config) {
        return new ObjectReaperJob(vertx, database.pool(), storage, config, registry);
    }

    private void start(ObjectReaperJob job) {
        await(onContext(() -> {
            job.start();
            return Future.succeededFuture();
        }));
    }

    /** All of this test's jobs live on one context, as a job lives on its verticle's. */
    private Future<Void> onContext(Supplier<Future<Void>> action) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> action.get().onComplete(done));
        return done.future();
    }

    private void add(List<String> keys) {
        await(database.pool().withTransaction(tx -> deletions.add(tx, keys)));
    }

    private long waiting() {
        return database.count("SELECT count(*) FROM object_deletions", Tuple.tuple());
    }

    private long attempts() {
        return database.count("SELECT coalesce(sum(attempts), 0)::bigint FROM object_deletions", Tuple.tuple());
    }

    private static String key() {
        return "uploads/2026/01/31/" + UUID.randomUUID() + "-video.mp4";
    }
}
