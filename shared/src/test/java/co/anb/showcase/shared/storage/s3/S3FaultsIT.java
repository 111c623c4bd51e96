package co.anb.showcase.shared.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.GeneratedSource;
import co.anb.showcase.shared.storage.MultipartUpload;
import co.anb.showcase.shared.storage.ObjectContent;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StoredObject;
import co.anb.showcase.shared.storage.TextSource;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.S3Bucket;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * S3 refuses, stands still and breaks off, in the middle of what we write and read. Each time the caller gets a problem
 * in bounded time, nothing stays behind, and the next call works. A test fails when its fault was not seen.
 */
@Showcase
class S3FaultsIT {

    private static final long LARGE = 32L << 20;

    private final Vertx vertx;
    private final S3Bucket bucket;
    private final FaultProxy proxy;
    private final S3Storage storage;

    S3FaultsIT(Vertx vertx, ShowcaseServices services) {
        this.vertx = vertx;
        this.bucket = services.s3Bucket();
        this.proxy = FaultProxy.to(bucket.endpoint().getPort());
        this.storage = S3Store.open(
                vertx,
                bucket,
                URI.create(proxy.through(bucket.endpoint().toString())),
                Map.of("S3_ATTEMPT_TIMEOUT", "1s", "S3_ATTEMPTS", "3", "S3_UPLOAD_MEMORY", "15MB"));
    }

    @BeforeEach
    void isWell() {
        storage.check().await();
        assertThat(proxy.connections()).isPositive();
    }

    @AfterEach
    void recoversAndLeavesNothing() {
        proxy.resume();
        proxy.refuse(false);
        String key = newKey();

        await().untilAsserted(() -> assertThat(storage.save(key, new TextSource("well again"), ObjectMetadata.MP4)
                        .await()
                        .length())
                .isEqualTo(10));

        await().untilAsserted(() -> assertThat(bucket.openUploads()).isEmpty());
        await().untilAsserted(() -> assertThat(storage.freePlaces()).isEqualTo(3));
        storage.close().await();
        proxy.close();
    }

    @Test
    void refusedConnectionsAreAProblem() {
        int before = proxy.connections();
        proxy.refuse(true);
        proxy.cut();
        String key = newKey();

        assertThat(typeOf(storage.stat(key))).isEqualTo(ProblemType.STORAGE_ERROR);
        assertThat(typeOf(storage.check())).isEqualTo(ProblemType.STORAGE_ERROR);
        assertThat(typeOf(storage.save(key, new TextSource("x"), ObjectMetadata.MP4)))
                .isEqualTo(ProblemType.STORAGE_ERROR);

        // Each of the three was tried three times.
        assertThat(proxy.connections() - before).isGreaterThanOrEqualTo(9);
    }

    @Test
    void serverThatStandsStillIsGivenUpInTime() {
        proxy.stall();
        long start = System.nanoTime();

        assertThat(typeOf(storage.stat(newKey()))).isEqualTo(ProblemType.STORAGE_ERROR);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(12));
    }

    @Test
    void oneCutIsTriedAgainAndNobodyNotices() {
        String key = newKey();
        AtomicLong taken = new AtomicLong();
        int before = proxy.connections();
        GeneratedSource source = GeneratedSource.of(vertx, LARGE);

        Future<StoredObject> saved = storage.save(key, source, ObjectMetadata.MP4);
        await().until(() -> taken.updateAndGet(old -> source.given()) > UploadMemory.PART_BYTES);
        proxy.cut();

        assertThat(saved.await().length()).isEqualTo(LARGE);
        assertThat(proxy.connections() - before).isGreaterThan(1);
    }

    @Test
    void uploadWhoseFirstAnswerIsLostLeavesNoOther() {
        String key = newKey();
        proxy.delay(Duration.ofMillis(300));
        Future<MultipartUpload> begun = storage.multipart().begin(key, ObjectMetadata.MP4);
        await().until(() -> !bucket.openUploads().isEmpty());
        // It is open, and the answer has its delay before it.
        assertThat(begun.isComplete()).isFalse();

        proxy.cut();
        proxy.delay(Duration.ZERO);

        MultipartUpload upload = begun.await();
        assertThat(bucket.openUploads()).containsExactly(key);
        storage.multipart().abort(upload).await();
    }

    @Test
    void uploadThatIsCutForGoodLeavesNothing() {
        String key = newKey();
        GeneratedSource source = GeneratedSource.of(vertx, LARGE);
        Future<StoredObject> saved = storage.save(key, source, ObjectMetadata.MP4);
        await().until(() -> !bucket.openUploads().isEmpty());

        proxy.refuse(true);
        proxy.cut();

        assertThat(typeOf(saved)).isEqualTo(ProblemType.STORAGE_ERROR);
        assertThat(bucket.keys()).doesNotContain(key);
        // The abort failed as well, so the reaper's way is left.
        proxy.refuse(false);
        await().untilAsserted(() -> {
            storage.multipart().abortAll(key).await();
            assertThat(bucket.openUploads()).isEmpty();
        });
    }

    @Test
    void uploadThatStandsStillFailsAndIsAborted() {
        String key = newKey();
        GeneratedSource source = GeneratedSource.of(vertx, LARGE);
        Future<StoredObject> saved = storage.save(key, source, ObjectMetadata.MP4);
        await().until(() -> !bucket.openUploads().isEmpty());
        long carried = proxy.bytes();
        proxy.stall();

        assertThat(typeOf(saved)).isEqualTo(ProblemType.STORAGE_ERROR);

        assertThat(carried).isPositive();
        assertThat(source.given()).isLessThan(LARGE);
        proxy.resume();
        await().untilAsserted(() -> {
            storage.multipart().abortAll(key).await();
            assertThat(bucket.openUploads()).isEmpty();
        });
        assertThat(bucket.keys()).doesNotContain(key);
    }

    @Test
    void partThatIsCutIsNotStored() {
        String key = newKey();
        MultipartUpload upload =
                storage.multipart().begin(key, ObjectMetadata.MP4).await();
        long before = proxy.bytes();
        proxy.delay(Duration.ofMillis(20));
        Future<?> saved = storage.multipart().savePart(upload, 1, LARGE, GeneratedSource.of(vertx, LARGE));
        await().until(() -> proxy.bytes() - before > 100_000);

        proxy.cut();
        proxy.delay(Duration.ZERO);

        assertThat(typeOf(saved)).isEqualTo(ProblemType.STORAGE_ERROR);
        assertThat(storage.multipart().parts(upload).await()).isEmpty();
        storage.multipart().abort(upload).await();
    }

    @Test
    void downloadThatIsCutFailsItsStream() {
        assertThat(typeOf(brokenDownload(proxy::cut))).isEqualTo(ProblemType.STORAGE_ERROR);
    }

    @Test
    void downloadThatStandsStillFailsItsStream() {
        assertThat(typeOf(brokenDownload(proxy::stall))).isEqualTo(ProblemType.STORAGE_ERROR);
    }

    /** Reads until some bytes have come, breaks, and gives what the stream then says. */
    private Future<Long> brokenDownload(Runnable fault) {
        String key = newKey();
        assertThat(storage.save(key, GeneratedSource.of(vertx, LARGE), ObjectMetadata.MP4)
                        .await()
                        .length())
                .isEqualTo(LARGE);
        proxy.delay(Duration.ofMillis(5));
        ObjectContent content = storage.load(key, null).await();
        AtomicLong read = new AtomicLong();
        Promise<Long> done = Promise.promise();
        content.body().exceptionHandler(done::tryFail);
        content.body().endHandler(end -> done.tryComplete(read.get()));
        content.body().handler(piece -> read.addAndGet(piece.length()));
        await().until(() -> read.get() > 100_000);

        fault.run();

        assertThat(typeOf(done.future())).isEqualTo(ProblemType.STORAGE_ERROR);
        assertThat(read.get()).isLessThan(LARGE);
        proxy.delay(Duration.ZERO);
        content.close().await();
        return done.future();
    }

    private static ProblemType typeOf(Future<?> failed) {
        Throwable failure = failed.transform(result -> Future.succeededFuture(result.cause()))
                .await();
        return ProblemException.find(failure)
                .orElseThrow(() -> new AssertionError("no problem but " + failure, failure))
                .type();
    }

    private static String newKey() {
        return "uploads/2026/01/31/" + UUID.randomUUID() + "-video.mp4";
    }
}
