package co.anb.showcase.api.upload;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.S3Bucket;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Core API with its objects in a bucket, which is away at times. */
@Showcase
class S3UploadIT {

    private static final Buffer CLIP = Mp4.bytes("isom", 12_000_000);

    private static Tokens tokens;
    private static TestApi api;
    private static S3Bucket bucket;
    private static FaultProxy proxy;

    private String owner = "";

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) {
        tokens = issuer;
        bucket = services.s3Bucket();
        proxy = FaultProxy.to(bucket.endpoint().getPort());
        api = TestApi.start(
                vertx,
                services,
                tokens,
                Map.of(
                        "STORAGE_BACKEND", "s3",
                        "S3_BUCKET", bucket.name(),
                        "S3_REGION", "us-east-1",
                        "S3_ENDPOINT", proxy.through(bucket.endpoint().toString()),
                        "S3_ACCESS_KEY_ID", "AKIATEST",
                        "S3_SECRET_ACCESS_KEY", "not-a-secret",
                        "S3_ATTEMPT_TIMEOUT", "1s",
                        "S3_ATTEMPTS", "2"));
    }

    @AfterAll
    static void stop() {
        api.close();
        proxy.close();
    }

    @AfterEach
    void onlyVideosHaveObjects() {
        proxy.delay(Duration.ZERO);
        proxy.refuse(false);
        proxy.resume();
        // The reaper waits longer after each failure; here it does not.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            api.sql("UPDATE object_deletions SET due_at = now()");
            assertThat(api.count("uploads") + api.count("object_deletions")).isZero();
            assertThat(bucket.openUploads()).isEmpty();
            assertThat(bucket.keys()).containsExactlyInAnyOrderElementsOf(originalKeys());
        });
    }

    @Test
    void bytesGoToTheBucketAndComeFromThereByALink() {
        HttpResponse<Buffer> accepted = await(upload());

        assertThat(accepted.statusCode()).isEqualTo(201);
        String video = accepted.bodyAsJsonObject().getString("video_id");
        HttpResponse<Buffer> sent = await(api.web()
                .get("/api/videos/original/" + video)
                .bearerTokenAuthentication(owner)
                .followRedirects(false)
                .send());
        assertThat(sent.statusCode()).isEqualTo(302);
        String link = sent.getHeader("Location");
        HttpResponse<Buffer> whole = await(api.web().getAbs(link).send());
        assertThat(whole.statusCode()).isEqualTo(200);
        // Not compared by AssertJ, which would print both.
        assertThat(whole.body().equals(CLIP)).isTrue();
        HttpResponse<Buffer> part =
                await(api.web().getAbs(link).putHeader("Range", "bytes=0-9").send());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(CLIP.getBuffer(0, 10));
    }

    @Test
    void uploadIsRefusedWhileTheBucketIsAwayAndTakenAgainAfterwards() {
        int before = proxy.connections();
        proxy.refuse(true);
        proxy.cut();

        isAStorageError(await(upload()));

        assertThat(proxy.connections()).isGreaterThan(before);
        await().untilAsserted(() -> assertThat(health()).isEqualTo("200 degraded"));
        proxy.refuse(false);
        await().untilAsserted(() -> assertThat(health()).isEqualTo("200 healthy"));
        assertThat(await(upload()).statusCode()).isEqualTo(201);
    }

    @Test
    void uploadThatIsCutInItsMiddleLeavesNothing() {
        Future<HttpResponse<Buffer>> answer = slowUpload();

        proxy.refuse(true);
        proxy.cut();

        isAStorageError(await(answer));
    }

    @Test
    void uploadThatStandsStillInItsMiddleLeavesNothing() {
        Future<HttpResponse<Buffer>> answer = slowUpload();

        proxy.stall();

        isAStorageError(await(answer));
    }

    /** An upload of which a part is on its way. */
    private Future<HttpResponse<Buffer>> slowUpload() {
        proxy.delay(Duration.ofMillis(10));
        long before = proxy.bytes();
        Future<HttpResponse<Buffer>> answer = upload();
        await().until(() -> !bucket.openUploads().isEmpty() && proxy.bytes() - before > 500_000);
        assertThat(answer.isComplete()).isFalse();
        return answer;
    }

    private Future<HttpResponse<Buffer>> upload() {
        owner = tokens.mint();
        return api.client()
                .post("/api/videos/upload")
                .bearer(owner)
                .sendBytes(MultipartBody.CONTENT_TYPE, MultipartBody.of("En la nube", "clip.mp4", CLIP));
    }

    private static void isAStorageError(HttpResponse<Buffer> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.bodyAsJsonObject().getString("error_code")).isEqualTo("STORAGE_ERROR");
        assertThat(answer.getHeader("Retry-After")).isNotNull();
        assertThat(answer.bodyAsString()).doesNotContain(bucket.name(), "amazon", "127.0.0.1");
    }

    private static String health() {
        HttpResponse<Buffer> answer = await(api.client().get("/api/health").send());
        return answer.statusCode() + " " + answer.bodyAsJsonObject().getString("status");
    }

    private static List<String> originalKeys() {
        return api.sql("SELECT original_key FROM videos").stream()
                .map(row -> row.getString("original_key"))
                .toList();
    }
}
