package co.anb.showcase.api.audit;

import static co.anb.showcase.testkit.Await.await;
import static co.anb.showcase.testkit.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.LocalStorage;
import co.anb.showcase.shared.storage.StorageConfig;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store and a database that somebody's hand has set against each other. */
@Showcase
class StorageAuditJobIT {

    private final Instant old = Instant.now().minus(Duration.ofHours(2));

    @TempDir
    private Path root;

    @Test
    void findsWhatNobodyOwnsAndWhatIsGoneAndChangesNothing(Vertx vertx, ShowcaseServices services) throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        LocalStorage storage = open(vertx);
        try (CoreDatabase database = CoreDatabase.open(vertx, services)) {
            database.execute("TRUNCATE videos, uploads, object_deletions", Tuple.tuple());
            for (int i = 0; i < 45; i++) {
                VideoId video = database.published(UserId.next(), "jugada");
                store("uploads/a/" + video, old);
                store("processed/a/" + video, old);
                store("processed/p/" + video, old);
            }
            VideoId broken = database.published(UserId.next(), "rota");
            store("uploads/a/" + broken, old);
            store("processed/p/" + broken, old);
            store("uploads/orphan.mp4", old);
            store("uploads/young.mp4", Instant.now());
            store("assets/watermark.png", old);
            store("uploads/under-way.mp4", old);
            database.execute(
                    "INSERT INTO uploads (id, user_id, storage_key) VALUES ($1, $1, 'uploads/under-way.mp4')",
                    Tuple.of(broken.value()));
            store("processed/to-be-reaped.mp4", old);
            database.execute(
                    "INSERT INTO object_deletions (id, storage_key) VALUES ($1, 'processed/to-be-reaped.mp4')",
                    Tuple.of(broken.value()));
            StorageAuditJob target = new StorageAuditJob(vertx, database.pool(), storage, registry, Clock.systemUTC());

            for (int i = 0; i < 3; i++) {
                await(target.run());
            }

            assertThat(found(registry, "orphan"))
                    .as("in three passes of all objects")
                    .isEqualTo(3);
            assertThat(found(registry, "missing")).as("in one pass of all rows").isEqualTo(1);
            assertThat(root.resolve("uploads/orphan.mp4")).exists();
            assertThat(database.count("SELECT count(*) FROM videos", Tuple.tuple()))
                    .isEqualTo(46);
        } finally {
            await(storage.close());
        }
    }

    @Test
    void portionThatFailsIsCheckedOnceMore(Vertx vertx, ShowcaseServices services) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        LocalStorage storage = open(vertx);
        AtomicInteger failures = new AtomicInteger(1);
        StoragePort flaky = (StoragePort) Proxy.newProxyInstance(
                StoragePort.class.getClassLoader(),
                new Class<?>[] {StoragePort.class},
                (proxy, method, arguments) -> method.getName().equals("stat") && failures.getAndDecrement() > 0
                        ? Future.failedFuture(ProblemException.of(ProblemType.STORAGE_ERROR))
                        : method.invoke(storage, arguments));
        try (CoreDatabase database = CoreDatabase.open(vertx, services)) {
            database.execute("TRUNCATE videos, uploads, object_deletions", Tuple.tuple());
            for (int i = 0; i < 25; i++) {
                database.published(UserId.next(), "sin objetos");
            }
            StorageAuditJob target = new StorageAuditJob(vertx, database.pool(), flaky, registry, Clock.systemUTC());

            assertThat(failure(target.run())).isInstanceOf(ProblemException.class);
            await(target.run());
            await(target.run());

            assertThat(found(registry, "missing")).isEqualTo(25 * 3);
        } finally {
            await(storage.close());
        }
    }

    private LocalStorage open(Vertx vertx) {
        return await(LocalStorage.open(
                vertx,
                StorageConfig.from(ConfigReader.of(Map.of(
                        "STORAGE_ROOT", root.toString(), "STORAGE_SIGNING_KEY", "0123456789abcdef0123456789abcdef"))),
                Clock.systemUTC()));
    }

    private void store(String key, Instant saved) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.getParent());
        Files.setLastModifiedTime(Files.writeString(file, "x"), FileTime.from(saved));
    }

    private static double found(SimpleMeterRegistry registry, String what) {
        return registry.get("showcase.storage.audit.found")
                .tag("what", what)
                .counter()
                .count();
    }
}
