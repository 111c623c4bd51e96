package co.anb.showcase.local;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.S3Bucket;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.worker.pipeline.PipelineAssets;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job with its objects in a bucket: links lead to S3, and nobody uses more of S3 than is written down. */
@Showcase
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class S3MainJobIT extends MainJobIT {

    private static final Path OPERATIONS = Path.of("..", "docs", "s3-operations.json");

    private static S3Bucket bucket;

    @TempDir
    private Path operations;

    @BeforeAll
    static void fill(ShowcaseServices services) throws IOException {
        bucket = services.s3Bucket();
        for (String name : PipelineAssets.NAMES) {
            try (InputStream asset = PipelineAssets.openDefault(name)) {
                bucket.put("assets/" + name, asset.readAllBytes());
            }
        }
    }

    @Override
    Map<String, String> variables() {
        return Map.of(
                "STORAGE_BACKEND", "s3",
                "S3_BUCKET", bucket.name(),
                "S3_REGION", "us-east-1",
                "S3_ENDPOINT", bucket.endpoint().toString(),
                "S3_ACCESS_KEY_ID", "AKIATEST",
                "S3_SECRET_ACCESS_KEY", "not-a-secret",
                "S3_OPERATIONS_DIR", operations.toString());
    }

    @Override
    List<?> objects(Path data) {
        return bucket.keys().stream().filter(key -> !key.startsWith("assets/")).toList();
    }

    @AfterEach
    void everyUsedOperationIsWrittenDownAndNoUploadIsOpen() throws IOException {
        JsonObject allowed = new JsonObject(Files.readString(OPERATIONS));
        for (String service : List.of("core", "worker")) {
            List<String> used = Files.readAllLines(operations.resolve(service + ".txt"));
            assertThat(used)
                    .as(service)
                    .isNotEmpty()
                    .isSubsetOf(allowed.getJsonArray(service).stream()
                            .map(String::valueOf)
                            .toList());
        }
        assertThat(bucket.openUploads()).isEmpty();
    }
}
