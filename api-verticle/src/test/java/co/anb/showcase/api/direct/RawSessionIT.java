package co.anb.showcase.api.direct;

import static co.anb.showcase.api.direct.DirectClient.assertProblem;
import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.api.testing.RawHttp;
import co.anb.showcase.api.testing.RawHttp.RawAnswer;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads that are announced and then come in one PUT. */
@Showcase
class RawSessionIT {

    private static final Buffer CLIP = Mp4.bytes("isom", 300_000);
    private static final int QUOTA = 3;

    private static Tokens tokens;
    private static TestApi api;
    private DirectClient player;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) {
        tokens = issuer;
        api = TestApi.start(vertx, services, tokens, Map.of("UPLOAD_DAILY_QUOTA", Integer.toString(QUOTA)));
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
    void nothingStaysOfEndedSessions() {
        api.sql("UPDATE upload_sessions SET expires_at = now()");
        api.assertNothingLeftBehind();
        Awaitility.await()
                .untilAsserted(() -> assertThat(api.count("upload_sessions")).isZero());
    }

    @Test
    void takesTheBytesThatWereAnnounced() {
        JsonObject begun = player.begin("raw", CLIP.length());
        String id = begun.getString("upload_id");
        assertThat(begun.getString("href")).isEqualTo("/api/videos/uploads/" + id);

        HttpResponse<Buffer> answer = await(player.put(id, CLIP));

        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
        String video = answer.bodyAsJsonObject().getString("video_id");
        assertThat(answer.getHeader("Location")).isEqualTo("/api/videos/" + video);
        Row row = api.sql("SELECT title, size_bytes, original_key FROM videos WHERE id = $1::text::uuid", video)
                .get(0);
        assertThat(row.getString("title")).isEqualTo(DirectClient.TITLE);
        assertThat(row.getLong("size_bytes")).isEqualTo(CLIP.length());
        assertThat(api.stored(row.getString("original_key"))).isEqualTo(CLIP.getBytes());
        assertThat(api.count("upload_sessions")).isZero();
    }

    @Test
    void secondPutLearnsThatTheUploadIsComplete() {
        String id = player.begin("raw", CLIP.length()).getString("upload_id");
        String location = await(player.put(id, CLIP)).getHeader("Location");

        HttpResponse<Buffer> again = await(player.put(id, CLIP));

        assertProblem(again, 409, "CONFLICT");
        assertThat(again.getHeader("Location")).isEqualTo(location);
    }

    @Test
    void ofTwoAtOnceOneBecomesTheVideo() {
        Buffer other = CLIP.copy().setByte(200_000, (byte) 7);
        String id = player.begin("raw", CLIP.length()).getString("upload_id");
        long before = api.count("videos");

        Future<HttpResponse<Buffer>> one = player.put(id, CLIP);
        Future<HttpResponse<Buffer>> two = player.put(id, other);

        assertThat(List.of(await(one).statusCode(), await(two).statusCode())).containsExactlyInAnyOrder(201, 409);
        assertThat(api.count("videos")).isEqualTo(before + 1);
        Buffer winner = await(one).statusCode() == 201 ? CLIP : other;
        assertThat(api.stored(newestKey())).isEqualTo(winner.getBytes());
    }

    @Test
    void isForItsOwnerOnly() {
        String id = player.begin("raw", CLIP.length()).getString("upload_id");
        DirectClient stranger = new DirectClient(api, tokens.mint());

        assertProblem(await(stranger.put(id, CLIP)), 403, "FORBIDDEN");
        assertProblem(await(new DirectClient(api, tokens.expired()).put(id, CLIP)), 401, "TOKEN_EXPIRED");
        assertProblem(await(stranger.put(UUID.randomUUID().toString(), CLIP)), 404, "UPLOAD_NOT_FOUND");
        assertProblem(await(stranger.put("no-id", CLIP)), 404, "UPLOAD_NOT_FOUND");
        assertThat(await(player.put(id, CLIP)).statusCode()).isEqualTo(201);
        assertProblem(await(stranger.put(id, CLIP)), 404, "UPLOAD_NOT_FOUND");
    }

    @Test
    void otherModesAreNotFoundHere() {
        String parts = player.begin("parts", CLIP.length()).getString("upload_id");
        String tus = player.create(CLIP.length()).replaceFirst(".*/", "");

        assertProblem(await(player.put(parts, CLIP)), 404, "UPLOAD_NOT_FOUND");
        assertProblem(await(player.put(tus, CLIP)), 404, "UPLOAD_NOT_FOUND");
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of(
                arguments("nothing", Buffer.buffer(), "VALIDATION_ERROR"),
                arguments("one byte less", CLIP.slice(0, CLIP.length() - 1), "VALIDATION_ERROR"),
                arguments("one byte more", CLIP.copy().appendByte((byte) 0), "VALIDATION_ERROR"),
                arguments("QuickTime", Mp4.bytes("qt  ", CLIP.length()), "INVALID_FILE_TYPE"),
                arguments("zeros", Buffer.buffer(new byte[CLIP.length()]), "INVALID_FILE_TYPE"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongBodies")
    void refusesWhatWasNotAnnouncedAndTakesTheRightBytesAfterwards(String what, Buffer body, String errorCode) {
        String id = player.begin("raw", CLIP.length()).getString("upload_id");

        assertProblem(await(player.put(id, body)), 400, errorCode);
        RawAnswer unannounced = chunked(id, body);
        assertThat(unannounced.status()).isEqualTo(400);
        assertThat(unannounced.body().toJsonObject().getString("error_code"))
                .isEqualTo(body.length() == 0 ? "FILE_SIZE_EXCEEDED" : errorCode);
        assertThat(await(player.put(id, CLIP)).statusCode()).isEqualTo(201);
    }

    static Stream<Arguments> wrongAnnouncements() {
        JsonObject good =
                new JsonObject().put("title", "Hola").put("size", 1_000).put("mode", "raw");
        return Stream.of(
                arguments("no title", good.copy().putNull("title"), "VALIDATION_ERROR"),
                arguments("blank title", good.copy().put("title", " \t"), "VALIDATION_ERROR"),
                arguments("long title", good.copy().put("title", "a".repeat(256)), "VALIDATION_ERROR"),
                arguments("no size", good.copy().putNull("size"), "VALIDATION_ERROR"),
                arguments("size 0", good.copy().put("size", 0), "VALIDATION_ERROR"),
                arguments("size as text", good.copy().put("size", "1000"), "VALIDATION_ERROR"),
                arguments("over the limit", good.copy().put("size", (100 << 20) + 1), "FILE_SIZE_EXCEEDED"),
                arguments("another mode", good.copy().put("mode", "tus"), "VALIDATION_ERROR"),
                arguments("no mode", good.copy().putNull("mode"), "VALIDATION_ERROR"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongAnnouncements")
    void refusesAWrongAnnouncement(String what, JsonObject body, String errorCode) {
        assertProblem(await(player.announce(body)), 400, errorCode);
        assertThat(api.count("upload_sessions")).isZero();
    }

    @Test
    void quotaHoldsAtTheEndAndAtTheBeginning() {
        List<String> ids = IntStream.range(0, QUOTA)
                .mapToObj(i -> player.begin("raw", CLIP.length()).getString("upload_id"))
                .toList();
        ids.forEach(id -> assertThat(await(player.put(id, CLIP)).statusCode()).isEqualTo(201));
        api.sql("UPDATE upload_counts SET accepted = accepted - 1 WHERE accepted = $1", QUOTA);
        String first = player.begin("raw", CLIP.length()).getString("upload_id");
        String second = player.begin("raw", CLIP.length()).getString("upload_id");

        assertThat(await(player.put(first, CLIP)).statusCode()).isEqualTo(201);
        assertProblem(await(player.put(second, CLIP)), 429, "RATE_LIMITED");
        JsonObject another =
                new JsonObject().put("title", "Otra").put("size", 1_000).put("mode", "raw");
        assertProblem(await(player.announce(another)), 429, "RATE_LIMITED");
        assertThat(api.count("upload_sessions")).isEqualTo(1);
    }

    @Test
    void boundsTheOpenSessionsOfAPlayerWhateverTheConcurrency() {
        JsonObject body =
                new JsonObject().put("title", "Muchas").put("size", 1_000).put("mode", "raw");
        List<Integer> statuses = IntStream.range(0, 12).mapToObj(i -> player.announce(body)).toList().stream()
                .map(answer -> await(answer).statusCode())
                .toList();

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(QUOTA);
        assertThat(statuses).filteredOn(status -> status == 429).hasSize(12 - QUOTA);
    }

    @Test
    void isGoneWhenItsTimeIsOver() {
        String id = player.begin("raw", CLIP.length()).getString("upload_id");
        api.sql("UPDATE upload_sessions SET expires_at = now()");

        assertProblem(await(player.put(id, CLIP)), 404, "UPLOAD_NOT_FOUND");
    }

    @Test
    void clientThatLeavesInTheMiddleMayComeAgain() {
        String id = player.begin("raw", CLIP.length()).getString("upload_id");
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(RawHttp.head("PUT", "/api/videos/uploads/" + id, player.token(), CLIP.length()))
                    .write(CLIP.slice(0, 200_000));
            Awaitility.await().until(() -> api.count("uploads") == 1);
        }
        api.assertNothingLeftBehind();

        assertThat(await(player.put(id, CLIP)).statusCode()).isEqualTo(201);
    }

    private RawAnswer chunked(String id, Buffer body) {
        String chunk = body.length() == 0 ? "" : Integer.toHexString(body.length()) + "\r\n";
        try (RawHttp client = new RawHttp(api.port())) {
            return client.write(RawHttp.head("PUT", "/api/videos/uploads/" + id, player.token(), -1))
                    .write(Buffer.buffer(chunk).appendBuffer(body).appendString(chunk.isEmpty() ? "" : "\r\n"))
                    .write("0\r\n\r\n")
                    .read();
        }
    }

    private static String newestKey() {
        return api.sql("SELECT original_key FROM videos ORDER BY id DESC LIMIT 1")
                .get(0)
                .getString("original_key");
    }
}
