package co.anb.showcase.shared.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.storage.GeneratedSource;
import co.anb.showcase.shared.storage.MultipartPort;
import co.anb.showcase.shared.storage.MultipartUpload;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StoredPart;
import co.anb.showcase.shared.storage.TextSource;
import co.anb.showcase.testkit.S3Bucket;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/s3-operations.json lists what the services use of S3: what their permissions on AWS are made of. */
@Showcase
class S3OperationsIT {

    private static final Path DOCUMENT = Path.of("..", "docs", "s3-operations.json");
    private static final long TWO_PARTS = 6L << 20;

    @TempDir
    private Path folder;

    @Test
    void listHasEveryOperationOfTheStorageAndNoOther(Vertx vertx, ShowcaseServices services) throws IOException {
        S3Bucket bucket = services.s3Bucket();
        S3Storage storage =
                S3Store.open(vertx, bucket, bucket.endpoint(), Map.of("S3_OPERATIONS_DIR", folder.toString()));

        storage.check().await();
        readAndWrite(vertx, storage);
        uploadInParts(storage.multipart());
        storage.close().await();

        JsonObject document = new JsonObject(Files.readString(DOCUMENT));
        assertThat(names(document, "core")).isEqualTo(Files.readAllLines(folder.resolve("test.txt")));
        assertThat(names(document, "core")).containsAll(names(document, "worker"));
    }

    private static void readAndWrite(Vertx vertx, S3Storage storage) {
        String key = "uploads/2026/01/31/operations.mp4";
        storage.save(key, new TextSource("one PUT"), ObjectMetadata.MP4).await();
        storage.save(key, GeneratedSource.of(vertx, TWO_PARTS), ObjectMetadata.MP4)
                .await();
        // Another key: the server that stands in for S3 drops the object of a key whose upload is aborted.
        assertThat(catchThrowable(storage.save(
                        "uploads/2026/01/31/broken.mp4",
                        GeneratedSource.failingAt(vertx, 2 * TWO_PARTS, TWO_PARTS),
                        ObjectMetadata.MP4)::await))
                .isNotNull();
        await().until(() -> storage.freePlaces() > 0);
        storage.load(key, null).await().close().await();
        assertThat(storage.list("", 1).await()).hasSize(1);
        storage.delete(key).await();
    }

    private static void uploadInParts(MultipartPort multipart) {
        String key = "uploads/2026/01/31/parts.mp4";
        MultipartUpload upload = multipart.begin(key, ObjectMetadata.MP4).await();
        StoredPart part = multipart.savePart(upload, 1, 1, new TextSource("x")).await();
        assertThat(multipart.parts(upload).await()).containsExactly(part);
        multipart.complete(upload, List.of(part.tag())).await();
        MultipartUpload aborted = multipart.begin(key, ObjectMetadata.MP4).await();
        multipart.abortAll(aborted.key()).await();
    }

    private static List<String> names(JsonObject document, String service) {
        return document.getJsonArray(service).stream().map(String::valueOf).toList();
    }
}
