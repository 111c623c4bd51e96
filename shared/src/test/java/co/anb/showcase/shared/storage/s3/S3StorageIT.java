package co.anb.showcase.shared.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.storage.GeneratedSource;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.shared.storage.StoragePortContract;
import co.anb.showcase.testkit.S3Bucket;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket as a store: the contract, and what only S3 has to keep. */
@Showcase
class S3StorageIT extends StoragePortContract {

    private static S3Bucket bucket;

    @BeforeAll
    static void start(ShowcaseServices services) {
        bucket = services.s3Bucket();
    }

    @Override
    protected StoragePort open(Vertx vertx) {
        return S3Store.open(vertx, bucket);
    }

    @Override
    protected long mostAhead() {
        return (PartsSink.MOST_IN_FLIGHT + 1L) * UploadMemory.PART_BYTES + (64 << 10);
    }

    @AfterEach
    void nothingStaysBehind() {
        assertThat(bucket.openUploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {UploadMemory.PART_BYTES - 1, UploadMemory.PART_BYTES, UploadMemory.PART_BYTES + 1, 10L << 20})
    void lengthsAroundAPartComeBackWhole(long length) {
        String key = newKey();

        assertThat(target().save(key, GeneratedSource.of(vertx(), length), ObjectMetadata.MP4)
                        .await()
                        .length())
                .isEqualTo(length);
        assertThat(read(key, null)).isEqualTo(GeneratedSource.bytes(0, (int) length));
        assertThat(freePlaces()).isEqualTo(25);
    }

    @Test
    void brokenSourceInALaterPartLeavesNoUpload() {
        String key = newKey();
        GeneratedSource source = GeneratedSource.failingAt(vertx(), 20 << 20, 12 << 20);

        Boolean failed = target().save(key, source, ObjectMetadata.MP4)
                .transform(result -> Future.succeededFuture(result.failed()))
                .await();

        assertThat(failed).isTrue();
        await().until(() -> bucket.openUploads().isEmpty() && freePlaces() == 25);
        assertThat(bucket.keys()).doesNotContain(key);
    }

    @Test
    void bucketThatIsThereIsChecked() {
        target().check().await();

        assertThat(target().reference("assets/a.png")).isEqualTo("s3://" + bucket.name() + "/assets/a.png");
    }

    private int freePlaces() {
        return ((S3Storage) target()).freePlaces();
    }
}
