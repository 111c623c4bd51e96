package co.anb.showcase.api.direct;

import static co.anb.showcase.api.direct.DirectClient.assertProblem;
import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.junit.jupiter.params.provider.ValueSource;

/** tus 1.0, row by row: what the protocol says of each request, and what we say of videos. */
@Showcase
class TusIT {

    private static final Buffer CLIP = Mp4.bytes("isom", 300_000);
    private static final String TUS = "/api/videos/tus";

    private static Tokens tokens;
    private static TestApi api;
    private DirectClient player;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) {
        tokens = issuer;
        api = TestApi.start(vertx, services, tokens, Map.of("UPLOAD_DAILY_QUOTA", "2"));
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
    void saysWhatItSpeaks() {
        HttpResponse<Buffer> answer =
                await(api.client().request(HttpMethod.OPTIONS, TUS).send());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.getHeader("Tus-Version")).isEqualTo("1.0.0");
        assertThat(answer.getHeader("Tus-Extension")).isEqualTo("creation,expiration,termination");
        assertThat(answer.getHeader("Tus-Max-Size")).isEqualTo(Long.toString(100 << 20));
    }

    @Test
    void createsShowsAppendsAndAnswersTheLastPatchWithTheVideo() {
        String path = player.create(CLIP.length());
        HttpResponse<Buffer> fresh = await(player.head(path));
        assertThat(fresh.getHeader("Upload-Offset")).isEqualTo("0");
        assertThat(fresh.getHeader("Upload-Length")).isEqualTo("300000");
        assertThat(fresh.getHeader("Upload-Metadata")).isEqualTo(DirectClient.metadata(DirectClient.TITLE));
        assertThat(date(fresh.getHeader("Upload-Expires")))
                .isAfter(Instant.now().plus(Duration.ofHours(23)));

        HttpResponse<Buffer> first = await(player.patch(path, 0, CLIP.slice(0, 100_000)));
        assertThat(first.statusCode()).as(first.bodyAsString()).isEqualTo(204);
        assertThat(first.getHeader("Upload-Offset")).isEqualTo("100000");
        assertThat(first.getHeader("Location")).isNull();
        assertThat(player.offset(path)).isEqualTo(100_000);
        HttpResponse<Buffer> second = await(player.patch(path, 100_000, CLIP.slice(100_000, 300_000)));

        assertThat(second.statusCode()).as(second.bodyAsString()).isEqualTo(204);
        assertThat(second.getHeader("Upload-Offset")).isEqualTo("300000");
        Row row = api.sql("SELECT id, title, size_bytes, original_key FROM videos ORDER BY id DESC LIMIT 1")
                .get(0);
        assertThat(second.getHeader("Location")).isEqualTo("/api/videos/" + row.getUUID("id"));
        assertThat(row.getString("title")).isEqualTo(DirectClient.TITLE);
        assertThat(api.stored(row.getString("original_key"))).isEqualTo(CLIP.getBytes());
    }

    @Test
    void clientThatMissedTheLastAnswerLearnsItFromHead() {
        String path = player.create(CLIP.length());
        String location = await(player.patch(path, 0, CLIP)).getHeader("Location");

        HttpResponse<Buffer> head = await(player.head(path));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.getHeader("Upload-Offset")).isEqualTo("300000");
        assertThat(head.getHeader("Location")).isEqualTo(location);
        HttpResponse<Buffer> again = await(player.patch(path, 300_000, Buffer.buffer()));
        assertProblem(again, 409, "CONFLICT");
        assertThat(again.getHeader("Location")).isEqualTo(location);
        assertProblem(await(player.terminate(path)), 409, "CONFLICT");
    }

    static Stream<Arguments> creations() {
        String title = DirectClient.metadata("Hola");
        return Stream.of(
                arguments("no length", "", title, 400, "VALIDATION_ERROR"),
                arguments("no number", "12a", title, 400, "VALIDATION_ERROR"),
                arguments("negative", "-1", title, 400, "VALIDATION_ERROR"),
                arguments("absurd", "9".repeat(30), title, 400, "VALIDATION_ERROR"),
                arguments("nothing", "0", title, 400, "FILE_SIZE_EXCEEDED"),
                arguments("over the limit", Integer.toString((100 << 20) + 1), title, 413, "PAYLOAD_TOO_LARGE"),
                arguments("no title", "1000", "filename bm8ubXA0", 400, "VALIDATION_ERROR"),
                arguments("blank title", "1000", DirectClient.metadata(" "), 400, "VALIDATION_ERROR"),
                arguments("long title", "1000", DirectClient.metadata("a".repeat(256)), 400, "VALIDATION_ERROR"),
                arguments("no Base64", "1000", "title %%%", 400, "VALIDATION_ERROR"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("creations")
    void refusesAWrongCreation(String what, String length, String metadata, int status, String errorCode) {
        assertProblem(await(player.creation(length, metadata)), status, errorCode);
        assertThat(api.count("upload_sessions")).isZero();
    }

    @Test
    void refusesAnotherVersionBeforeAnythingIsDone() {
        String path = player.create(CLIP.length());

        for (String version : List.of("0.2.2", "2.0.0")) {
            HttpResponse<Buffer> answer = await(api.client()
                    .delete(path)
                    .bearer(player.token())
                    .header("Tus-Resumable", version)
                    .send());
            assertProblem(answer, 412, "PROTOCOL_VERSION");
            assertThat(answer.getHeader("Tus-Resumable")).isEqualTo("1.0.0");
        }
        assertProblem(await(api.client().post(TUS).bearer(player.token()).send()), 412, "PROTOCOL_VERSION");
        assertThat(player.offset(path)).isZero();
    }

    @Test
    void wantsItsOwnContentTypeAndOffset() {
        String path = player.create(CLIP.length());

        assertProblem(
                await(player.tus(api.client().patch(path))
                        .header("Upload-Offset", "0")
                        .sendBytes("video/mp4", CLIP)),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(
                await(player.tus(api.client().patch(path)).sendBytes("application/offset+octet-stream", CLIP)),
                400,
                "VALIDATION_ERROR");
        HttpResponse<Buffer> ahead = await(player.patch(path, 1_000, CLIP.slice(1_000, 2_000)));
        assertProblem(ahead, 409, "CONFLICT");
        assertThat(ahead.getHeader("Upload-Offset")).isEqualTo("0");
        assertThat(ahead.getHeader("Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(player.offset(path)).isZero();
    }

    @Test
    void emptyPatchChangesNothing() {
        String path = player.create(CLIP.length());

        assertThat(await(player.patch(path, 0, Buffer.buffer())).getHeader("Upload-Offset"))
                .isEqualTo("0");
        assertThat(player.offset(path)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesMoreThanWasAnnounced(boolean announced) {
        String path = player.create(1_000);
        Buffer more = Mp4.bytes("isom", 1_001);

        int status = announced
                ? await(player.patch(path, 0, more)).statusCode()
                : player.patchChunked(path, 0, more).status();

        assertThat(status).isEqualTo(413);
        assertThat(player.offset(path)).isZero();
        assertThat(await(player.patch(path, 0, Mp4.bytes("isom", 1_000))).statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qt  ", "heic", "M4A "})
    void refusesByTheFirstBytes(String brand) {
        String path = player.create(CLIP.length());

        assertProblem(await(player.patch(path, 0, Mp4.bytes(brand, 200_000))), 400, "INVALID_FILE_TYPE");
        assertProblem(await(player.patch(path, 0, CLIP.slice(0, 11))), 400, "INVALID_FILE_TYPE");
        assertThat(player.offset(path)).isZero();
        assertThat(await(player.patch(path, 0, CLIP)).statusCode()).isEqualTo(204);
    }

    @Test
    void isForItsOwnerOnly() {
        String path = player.create(CLIP.length());
        DirectClient stranger = new DirectClient(api, tokens.mint());
        DirectClient nobody = new DirectClient(api, tokens.expired());

        assertThat(await(stranger.head(path)).statusCode()).isEqualTo(403);
        assertProblem(await(stranger.patch(path, 0, CLIP)), 403, "FORBIDDEN");
        assertProblem(await(stranger.terminate(path)), 403, "FORBIDDEN");
        assertProblem(await(nobody.patch(path, 0, CLIP)), 401, "TOKEN_EXPIRED");
        for (String unknown : List.of(TUS + "/" + UUID.randomUUID(), TUS + "/no-id")) {
            assertThat(await(player.head(unknown)).statusCode()).isEqualTo(404);
            assertProblem(await(player.patch(unknown, 0, CLIP)), 404, "UPLOAD_NOT_FOUND");
            assertProblem(await(player.terminate(unknown)), 404, "UPLOAD_NOT_FOUND");
        }
    }

    @Test
    void terminationRemovesAllThatHasCome() {
        String path = player.create(CLIP.length());
        assertThat(await(player.patch(path, 0, CLIP.slice(0, 1_000))).statusCode())
                .isEqualTo(204);
        assertThat(api.count("uploads")).isEqualTo(1);

        assertThat(await(player.terminate(path)).statusCode()).isEqualTo(204);

        assertThat(await(player.head(path)).statusCode()).isEqualTo(404);
        assertProblem(await(player.patch(path, 1_000, CLIP)), 404, "UPLOAD_NOT_FOUND");
        api.assertNothingLeftBehind();
    }

    @Test
    void expiryRemovesAllThatHasCome() {
        String path = player.create(CLIP.length());
        assertThat(await(player.patch(path, 0, CLIP.slice(0, 1_000))).statusCode())
                .isEqualTo(204);

        api.sql("UPDATE upload_sessions SET expires_at = now()");

        assertThat(await(player.head(path)).statusCode()).isEqualTo(404);
        api.assertNothingLeftBehind();
    }

    @Test
    void takesTheOtherMethodsByPost() {
        String path = player.create(CLIP.length());

        HttpResponse<Buffer> appended = await(player.tus(api.client().post(path))
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Upload-Offset", "0")
                .sendBytes("application/offset+octet-stream", CLIP.slice(0, 50_000)));
        assertThat(appended.getHeader("Upload-Offset")).isEqualTo("50000");
        HttpResponse<Buffer> ended = await(player.tus(api.client().post(path))
                .header("X-HTTP-Method-Override", "DELETE")
                .send());
        assertThat(ended.statusCode()).isEqualTo(204);
    }

    @Test
    void quotaOfTheDayIsAskedAtTheEndTooAndTheUploadCanBeFinishedLater() {
        String path = player.create(CLIP.length());
        assertThat(await(player.patch(path, 0, CLIP.slice(0, 1_000))).statusCode())
                .isEqualTo(204);
        api.sql(
                "INSERT INTO upload_counts SELECT user_id, (now() AT TIME ZONE 'America/Bogota')::date, 2 FROM upload_sessions");

        assertProblem(await(player.patch(path, 1_000, CLIP.slice(1_000, 300_000))), 429, "RATE_LIMITED");
        assertProblem(await(player.creation("1000", DirectClient.metadata("Otra"))), 429, "RATE_LIMITED");
        api.sql("DELETE FROM upload_counts");

        assertThat(player.offset(path)).isEqualTo(1_000);
        assertThat(await(player.patch(path, 1_000, CLIP.slice(1_000, 300_000))).statusCode())
                .isEqualTo(204);
    }

    @Test
    void boundsThePiecesOfAnUpload() {
        String path = player.create(CLIP.length());
        assertThat(await(player.patch(path, 0, CLIP.slice(0, 1_000))).statusCode())
                .isEqualTo(204);
        api.sql("UPDATE upload_sessions SET pieces = 1000");

        assertProblem(await(player.patch(path, 1_000, CLIP.slice(1_000, 2_000))), 400, "VALIDATION_ERROR");
        assertThat(player.offset(path)).isEqualTo(1_000);
        assertThat(await(player.patch(path, 1_000, CLIP.slice(1_000, 300_000))).statusCode())
                .isEqualTo(204);
    }

    private static Instant date(String header) {
        return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }
}
