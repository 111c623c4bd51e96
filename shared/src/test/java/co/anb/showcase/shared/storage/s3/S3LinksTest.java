package co.anb.showcase.shared.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.storage.Disposition;
import co.anb.showcase.shared.storage.MultipartUpload;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presigned links as they are written: no server is asked, and the tests' server would not check them. */
class S3LinksTest {

    private static final String KEY = "processed/2026/01/31/a.mp4";
    private static final Duration TTL = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void linkNamesBucketExpiryDispositionAndToken() {
        URI url = url(
                Map.of("S3_ACCESS_KEY_ID", "AKIAONE", "S3_SECRET_ACCESS_KEY", "hush", "S3_SESSION_TOKEN", "the-token"));

        assertThat(url.getScheme()).isEqualTo("https");
        assertThat(url.getHost()).isEqualTo("anb-videos.s3.us-west-2.amazonaws.com");
        assertThat(url.getPath()).isEqualTo("/" + KEY);
        assertThat(url.getQuery())
                .contains("X-Amz-Expires=300")
                .contains("response-content-disposition=attachment; filename=\"mi clip.mp4\"")
                .contains("response-cache-control=private, max-age=300")
                .contains("X-Amz-Credential=AKIAONE/")
                .contains("X-Amz-Security-Token=the-token")
                .contains("X-Amz-SignedHeaders=host&");
        assertThat(url.toString()).doesNotContain("hush");
    }

    @Test
    void linkOfAPartSignsItsLength() {
        S3Storage storage = open(Map.of("S3_ACCESS_KEY_ID", "AKIAONE", "S3_SECRET_ACCESS_KEY", "hush"));

        URI url = storage.multipart()
                .partUrl(new MultipartUpload(KEY, "the-upload"), 3, 5 << 20, TTL)
                .await();

        assertThat(url.getQuery())
                .contains("partNumber=3")
                .contains("uploadId=the-upload")
                .contains("X-Amz-SignedHeaders=content-length;host");
        storage.close().await();
    }

    @Test
    void keysOfAFileAreReadAgainWhenItChanges() throws IOException {
        Path file = folder.resolve("credentials");
        write(file, "AKIAOLD", "old-token", Instant.now().minusSeconds(60));
        S3Storage storage = open(Map.of("S3_CREDENTIALS_FILE", file.toString(), "S3_PROFILE", "academy"));
        assertThat(sign(storage).getQuery()).contains("AKIAOLD").contains("old-token");

        write(file, "AKIANEW", "new-token", Instant.now());

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(sign(storage).getQuery()).contains("AKIANEW").contains("new-token"));
        storage.close().await();
    }

    private static void write(Path file, String id, String token, Instant modified) throws IOException {
        Files.writeString(file, """
                [academy]
                aws_access_key_id = %s
                aws_secret_access_key = hush
                aws_session_token = %s
                """.formatted(id, token));
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private URI url(Map<String, String> more) {
        S3Storage storage = open(more);
        URI url = sign(storage);
        storage.close().await();
        return url;
    }

    private static URI sign(S3Storage storage) {
        return storage.url(KEY, TTL, Disposition.attachment("mi clip.mp4")).await();
    }

    private S3Storage open(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of("S3_BUCKET", "anb-videos", "S3_REGION", "us-west-2"));
        variables.putAll(more);
        return S3Storage.open(vertx, S3Config.from(ConfigReader.of(variables), true), "test")
                .await();
    }
}
