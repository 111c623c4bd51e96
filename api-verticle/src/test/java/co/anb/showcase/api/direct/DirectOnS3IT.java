package co.anb.showcase.api.direct;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.api.testing.RawHttp;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.S3Bucket;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The three ways with the objects in a bucket: nothing of them depends on the store. */
@Showcase
class DirectOnS3IT {

    private static final int SIZE = 20 << 20;
    private static final Buffer CLIP = clip();

    private static Tokens tokens;
    private static TestApi api;
    private static S3Bucket bucket;
    private DirectClient player;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) {
        tokens = issuer;
        bucket = services.s3Bucket();
        api = TestApi.start(
                vertx,
                services,
                tokens,
                Map.of(
                        "STORAGE_BACKEND", "s3",
                        "S3_BUCKET", bucket.name(),
                        "S3_REGION", "us-east-1",
                        "S3_ENDPOINT", bucket.endpoint().toString(),
                        "S3_ACCESS_KEY_ID", "AKIATEST",
                        "S3_SECRET_ACCESS_KEY", "not-a-secret"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void newPlayer() {
        player = new DirectClient(api, tokens.mint());
    }

    @AfterEach
    void onlyVideosHaveObjects() {
        DirectClient.endSessions(api);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(bucket.openUploads()).isEmpty();
            List<String> owned = api.sql("SELECT original_key FROM videos").stream()
                    .map(row -> row.getString("original_key"))
                    .toList();
            assertThat(bucket.keys()).containsExactlyInAnyOrderElementsOf(owned);
        });
    }

    @Test
    void takesRawBytes() {
        String id = player.begin("raw", SIZE).getString("upload_id");

        assertVideo(await(player.put(id, CLIP)), 201);
    }

    @Test
    void takesPartsByLinksToTheBucketAndGivesTheSameAgain() {
        JsonObject begun = player.begin("parts", SIZE);
        String id = begun.getString("upload_id");
        assertThat(begun.getJsonArray("urls").getString(0))
                .startsWith(bucket.endpoint().toString());
        JsonArray tags = player.putParts(begun, CLIP);

        HttpResponse<Buffer> answer = await(player.complete(id, tags));
        HttpResponse<Buffer> again = await(player.complete(id, tags));

        assertVideo(answer, 201);
        assertThat(again.bodyAsJsonObject()).isEqualTo(answer.bodyAsJsonObject());
    }

    @Test
    void refusesPartsByContentAndForgetsThem() {
        JsonObject begun = player.begin("parts", 5_000);
        JsonArray tags = player.putParts(begun, Mp4.bytes("heic", 5_000));

        DirectClient.assertProblem(
                await(player.complete(begun.getString("upload_id"), tags)), 400, "INVALID_FILE_TYPE");
    }

    @Test
    void partsThatAreNeverJoinedAreGivenUp() {
        JsonObject begun = player.begin("parts", SIZE);
        assertThat(player.putParts(begun, CLIP)).hasSize(3);
        assertThat(bucket.openUploads()).hasSize(1);
    }

    @Test
    void goesOnAfterACut() {
        String path = player.create(SIZE);
        RawHttp client = new RawHttp(api.port());
        client.write(RawHttp.head("PATCH", path, player.token(), SIZE, player.patchLines(0)))
                .write(CLIP.slice(0, 12 << 20));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> player.offset(path) > 0);
        client.close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> api.count("uploads WHERE session_id IS NULL") == 0);

        long offset = player.offset(path);
        assertThat(offset).isGreaterThan(PatchBody.PIECE_BYTES);
        assertVideo(await(player.patch(path, offset, CLIP.slice((int) offset, SIZE))), 204);
    }

    private void assertVideo(HttpResponse<Buffer> answer, int status) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
        String id = answer.getHeader("Location").replaceFirst(".*/", "");
        HttpResponse<Buffer> original = await(api.client()
                .get("/api/videos/original/" + id)
                .bearer(player.token())
                .send());
        assertThat(original.statusCode()).isEqualTo(302);
        HttpResponse<Buffer> bytes =
                await(api.web().getAbs(original.getHeader("Location")).send());
        assertThat(bytes.body().equals(CLIP)).as("bytes of " + id).isTrue();
    }

    private static Buffer clip() {
        byte[] bytes = new byte[SIZE];
        new Random(9).nextBytes(bytes);
        return Buffer.buffer(bytes).setBuffer(0, Mp4.bytes("isom", Mp4.SMALLEST_BYTES));
    }
}
