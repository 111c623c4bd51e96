package co.anb.showcase.api.direct;

import static co.anb.showcase.api.direct.DirectClient.assertProblem;
import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads whose parts go past the API by signed links. */
@Showcase
class PartsSessionIT {

    private static final Buffer CLIP = clip();

    private static Tokens tokens;
    private static TestApi api;
    private static OtherNode otherNode;
    private DirectClient player;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) {
        tokens = issuer;
        api = TestApi.start(vertx, services, tokens, Map.of("UPLOAD_DAILY_QUOTA", "2"));
        otherNode = OtherNode.start(services, tokens, Map.of());
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        api.close();
    }

    @BeforeEach
    void newPlayer() {
        player = new DirectClient(api, tokens.mint());
    }

    @AfterEach
    void nothingStaysOfEndedSessions() {
        api.sql("UPDATE upload_sessions SET expires_at = now()");
        api.assertNothingLeftBehind();
        Awaitility.await()
                .untilAsserted(() -> assertThat(api.count("upload_sessions")).isZero());
    }

    @Test
    void joinsThePartsAndGivesTheSameAgainOnAnotherNode() {
        JsonObject begun = player.begin("parts", CLIP.length());
        assertThat(begun.getJsonArray("urls")).hasSize(3);
        String id = begun.getString("upload_id");
        JsonArray tags = player.putParts(begun, CLIP);

        HttpResponse<Buffer> answer = await(player.complete(id, tags));
        HttpResponse<Buffer> again = await(player.at(otherNode.api()).complete(id, tags));

        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
        assertThat(again.bodyAsJsonObject()).isEqualTo(answer.bodyAsJsonObject());
        assertThat(again.getHeader("Location")).isEqualTo(answer.getHeader("Location"));
        String key = api.sql(
                        "SELECT original_key FROM videos WHERE id = $1::text::uuid",
                        answer.bodyAsJsonObject().getString("video_id"))
                .get(0)
                .getString("original_key");
        assertThat(api.stored(key)).isEqualTo(CLIP.getBytes());
    }

    @Test
    void twoCompletionsAtOnceMakeOneVideo() {
        JsonObject begun = player.begin("parts", CLIP.length());
        String id = begun.getString("upload_id");
        JsonArray tags = player.putParts(begun, CLIP);
        long before = api.count("videos");

        Future<HttpResponse<Buffer>> one = player.complete(id, tags);
        Future<HttpResponse<Buffer>> two = player.at(otherNode.api()).complete(id, tags);

        assertThat(await(one).statusCode()).as(await(one).bodyAsString()).isEqualTo(201);
        assertThat(await(two).bodyAsJsonObject()).isEqualTo(await(one).bodyAsJsonObject());
        assertThat(api.count("videos")).isEqualTo(before + 1);
    }

    @Test
    void refusesPartsThatAreNotAllOrNotThoseThatWereSent() {
        JsonObject begun = player.begin("parts", CLIP.length());
        String id = begun.getString("upload_id");
        JsonArray tags = player.putParts(begun, CLIP);
        JsonArray wrongTag = tags.copy();
        wrongTag.getJsonObject(1).put("etag", "\"other\"");
        JsonArray backwards =
                new JsonArray().add(tags.getValue(2)).add(tags.getValue(1)).add(tags.getValue(0));
        JsonArray without = tags.copy();
        without.remove(2);

        for (JsonArray wrong : new JsonArray[] {wrongTag, backwards, without, new JsonArray()}) {
            assertProblem(await(player.complete(id, wrong)), 400, "VALIDATION_ERROR");
        }
        JsonArray noTag = new JsonArray().add(new JsonObject().put("number", 1));
        assertProblem(await(player.complete(id, noTag)), 400, "VALIDATION_ERROR");
        assertThat(await(player.complete(id, tags)).statusCode()).isEqualTo(201);
    }

    @Test
    void isForItsOwnerOnly() {
        JsonObject begun = player.begin("parts", 1_000);
        String id = begun.getString("upload_id");
        JsonArray tags = player.putParts(begun, Mp4.bytes("mp42", 1_000));
        DirectClient stranger = new DirectClient(api, tokens.mint());

        assertProblem(await(stranger.complete(id, tags)), 403, "FORBIDDEN");
        assertProblem(await(stranger.complete("no-id", tags)), 404, "UPLOAD_NOT_FOUND");
        assertThat(await(player.complete(id, tags)).statusCode()).isEqualTo(201);
        assertProblem(await(stranger.complete(id, tags)), 404, "UPLOAD_NOT_FOUND");
    }

    @Test
    void judgesTheJoinedFileByItsContentAndGivesARefusedOneUp() {
        JsonObject begun = player.begin("parts", 5_000);
        String id = begun.getString("upload_id");
        JsonArray tags = player.putParts(begun, Mp4.bytes("qt  ", 5_000));
        long before = api.count("videos");

        HttpResponse<Buffer> answer = await(player.complete(id, tags));

        assertProblem(answer, 400, "INVALID_FILE_TYPE");
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains("QuickTime");
        assertProblem(await(player.complete(id, tags)), 404, "UPLOAD_NOT_FOUND");
        assertThat(api.count("videos")).isEqualTo(before);
        assertThat(api.count("upload_sessions")).isZero();
        api.assertNothingLeftBehind();
    }

    @Test
    void recordsLaterWhatWasJoinedAndNotRecorded() {
        JsonObject begun = player.begin("parts", 1_000);
        String id = begun.getString("upload_id");
        JsonArray tags = player.putParts(begun, Mp4.bytes("isom", 1_000));
        api.sql(
                "INSERT INTO upload_counts SELECT user_id, (now() AT TIME ZONE 'America/Bogota')::date, 2 FROM upload_sessions");

        assertProblem(await(player.complete(id, tags)), 429, "RATE_LIMITED");
        assertThat(api.files()).anyMatch(file -> file.startsWith("uploads/"));
        api.sql("DELETE FROM upload_counts");

        assertThat(await(player.at(otherNode.api()).complete(id, tags)).statusCode())
                .isEqualTo(201);
    }

    @Test
    void partsThatAreNeverJoinedAreGivenUpInTime() {
        JsonObject begun = player.begin("parts", CLIP.length());
        JsonArray tags = player.putParts(begun, CLIP);
        assertThat(api.files()).anyMatch(file -> file.startsWith(".multipart/"));

        api.sql("UPDATE upload_sessions SET expires_at = now()");

        assertProblem(await(player.complete(begun.getString("upload_id"), tags)), 404, "UPLOAD_NOT_FOUND");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(api.files()).noneMatch(file -> file.startsWith(".multipart/")));
    }

    /** Bytes that differ everywhere, so that parts in the wrong order are seen. */
    private static Buffer clip() {
        byte[] bytes = new byte[20 << 20];
        new Random(7).nextBytes(bytes);
        return Buffer.buffer(bytes).setBuffer(0, Mp4.bytes("isom", Mp4.SMALLEST_BYTES));
    }
}
