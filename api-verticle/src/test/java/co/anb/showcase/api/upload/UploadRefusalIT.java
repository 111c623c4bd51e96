package co.anb.showcase.api.upload;

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
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads that are refused: the right problem, and nothing left behind in folder and tables. */
@Showcase
class UploadRefusalIT {

    private static final Buffer CLIP = Mp4.bytes("isom", 300_000);
    private static final String TITLE = "Mi jugada";

    private static Tokens tokens;
    private static TestApi api;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) {
        tokens = issuer;
        api = TestApi.start(vertx, services, tokens, Map.of());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void nothingStays() {
        assertThat(api.count("videos")).isZero();
        assertThat(api.count("upload_counts")).isZero();
        api.assertNothingLeftBehind();
        assertThat(api.files()).isEmpty();
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                arguments("QuickTime", Mp4.bytes("qt  ", 5_000), "INVALID_FILE_TYPE", "QuickTime"),
                arguments("old QuickTime", Buffer.buffer("\0\0\0\bwide\0\0\0\0mdat"), "INVALID_FILE_TYPE", "QuickTime"),
                arguments("HEIC", Mp4.bytes("heic", 5_000), "INVALID_FILE_TYPE", "imagen"),
                arguments("HEIF", Mp4.bytes("mif1", 5_000), "INVALID_FILE_TYPE", "imagen"),
                arguments("M4A", Mp4.bytes("M4A ", 5_000), "INVALID_FILE_TYPE", "audio"),
                arguments("3GP", Mp4.bytes("3gp5", 5_000), "INVALID_FILE_TYPE", "MP4"),
                arguments("text", Buffer.buffer("esto no es un video ".repeat(500)), "INVALID_FILE_TYPE", "MP4"),
                arguments(
                        "JPEG",
                        Buffer.buffer(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0})
                                .appendBytes(new byte[2_000]),
                        "INVALID_FILE_TYPE",
                        "MP4"),
                arguments("zeros", Buffer.buffer(new byte[2_000]), "INVALID_FILE_TYPE", "MP4"),
                arguments(
                        "box of absurd size",
                        Buffer.buffer("\177\177\177\177ftypisom").appendBytes(new byte[99]),
                        "INVALID_FILE_TYPE",
                        "MP4"),
                arguments("three bytes", Buffer.buffer("abc"), "INVALID_FILE_TYPE", "MP4"),
                arguments("nothing", Buffer.buffer(), "FILE_SIZE_EXCEEDED", "vacío"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void refusesByContentWhateverTheName(String what, Buffer content, String errorCode, String says) {
        HttpResponse<Buffer> answer = post(MultipartBody.of(TITLE, "video.mp4", content));

        assertProblem(answer, 400, errorCode);
        assertThat(answer.bodyAsJsonObject().getString("detail")).contains(says);
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                arguments(
                        "no title",
                        new MultipartBody().file("video_file", "a.mp4", CLIP).end()),
                arguments("blank title", MultipartBody.of(" \t ", "a.mp4", CLIP)),
                arguments("empty title", MultipartBody.of("", "a.mp4", CLIP)),
                arguments("256 characters", MultipartBody.of("ñ".repeat(256), "a.mp4", CLIP)),
                arguments("zero character", MultipartBody.of("a\0b", "a.mp4", CLIP)),
                arguments(
                        "bad title behind the file",
                        new MultipartBody()
                                .file("video_file", "a.mp4", CLIP)
                                .field("title", "  ")
                                .end()),
                arguments(
                        "two titles",
                        new MultipartBody()
                                .field("title", "uno")
                                .field("title", "dos")
                                .file("video_file", "a.mp4", CLIP)
                                .end()),
                arguments("no file", new MultipartBody().field("title", TITLE).end()),
                arguments("no part at all", new MultipartBody().end()),
                arguments("no byte at all", Buffer.buffer()),
                arguments(
                        "two files",
                        new MultipartBody()
                                .field("title", TITLE)
                                .file("video_file", "a.mp4", CLIP)
                                .file("video", "b.mp4", CLIP)
                                .end()),
                arguments(
                        "unknown file",
                        new MultipartBody()
                                .file("video_file", "a.mp4", CLIP)
                                .file("thumbnail", "b.jpg", CLIP)
                                .field("title", TITLE)
                                .end()),
                arguments(
                        "file as text field",
                        new MultipartBody()
                                .field("title", TITLE)
                                .field("video_file", "a".repeat(200_000))
                                .end()),
                arguments(
                        "huge field",
                        new MultipartBody()
                                .field("comment", "a".repeat(50_000))
                                .file("video_file", "a.mp4", CLIP)
                                .end()),
                arguments(
                        "many fields",
                        many(100)
                                .file("video_file", "a.mp4", CLIP)
                                .field("title", TITLE)
                                .end()),
                arguments(
                        "no last boundary",
                        new MultipartBody()
                                .field("title", TITLE)
                                .file("video_file", "a.mp4", CLIP)
                                .withoutEnd()),
                arguments(
                        "ends inside the file",
                        new MultipartBody()
                                .field("title", TITLE)
                                .withoutEnd()
                                .appendBuffer(MultipartBody.fileHead("video_file", "a.mp4"))
                                .appendBuffer(CLIP)),
                arguments("another boundary", Buffer.buffer("--other\r\n").appendBuffer(CLIP)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void refusesABadForm(String what, Buffer body) {
        assertProblem(post(body), 400, "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @MethodSource("contentTypes")
    void refusesAnotherContentType(String contentType) {
        HttpResponse<Buffer> answer = await(api.client()
                .post("/api/videos/upload")
                .bearer(tokens.mint())
                .sendBytes(contentType, MultipartBody.of(TITLE, "a.mp4", CLIP)));

        assertProblem(answer, 400, "VALIDATION_ERROR");
    }

    static Stream<String> contentTypes() {
        return Stream.of(
                "video/mp4",
                "application/json",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "application/x-www-form-urlencoded; boundary=x");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void asksForAGoodToken(String what, Function<Tokens, String> token) {
        HttpResponse<Buffer> answer = await(api.client()
                .post("/api/videos")
                .bearer(token.apply(tokens))
                .sendBytes(MultipartBody.CONTENT_TYPE, MultipartBody.of(TITLE, "a.mp4", CLIP)));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.getHeader("WWW-Authenticate")).startsWith("Bearer");
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                token("expired", Tokens::expired),
                token("alg none", Tokens::unsigned),
                token("other key", Tokens::signedWithOtherKey),
                token("unknown key id", Tokens::withUnknownKeyId),
                token("public key as secret", Tokens::signedWithPublicKeyAsSecret),
                token("tampered", Tokens::tampered),
                token("not a token", any -> "a.b.c"),
                token("ended session", issuer -> {
                    JsonObject claims = issuer.claims();
                    issuer.revokeSession(claims.getString("sid"));
                    String token = issuer.mint(claims);
                    org.awaitility.Awaitility.await()
                            .until(() -> await(api.client()
                                                    .get("/api/videos")
                                                    .bearer(token)
                                                    .send())
                                            .statusCode()
                                    == 401);
                    return token;
                }));
    }

    @Test
    void refusesABadIdempotencyKey() {
        HttpResponse<Buffer> answer = await(api.client()
                .post("/api/videos")
                .bearer(tokens.mint())
                .header("Idempotency-Key", "k".repeat(256))
                .sendBytes(MultipartBody.CONTENT_TYPE, MultipartBody.of(TITLE, "a.mp4", CLIP)));

        assertProblem(answer, 400, "VALIDATION_ERROR");
    }

    @Test
    void speaksEnglishWhenAskedTo() {
        HttpResponse<Buffer> answer = await(api.client()
                .post("/api/videos")
                .bearer(tokens.mint())
                .header("Accept-Language", "en")
                .sendBytes(MultipartBody.CONTENT_TYPE, MultipartBody.of(TITLE, "a.mp4", Mp4.bytes("qt  ", 1_000))));

        assertThat(answer.bodyAsJsonObject().getString("detail")).contains("Most Compatible");
    }

    private static Arguments token(String what, Function<Tokens, String> maker) {
        return arguments(what, maker);
    }

    private static MultipartBody many(int fields) {
        MultipartBody body = new MultipartBody();
        for (int i = 0; i < fields; i++) {
            body.field("f" + i, "x");
        }
        return body;
    }

    private static void assertProblem(HttpResponse<Buffer> answer, int status, String errorCode) {
        assertThat(answer.bodyAsJsonObject().getString("error_code")).isEqualTo(errorCode);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private static HttpResponse<Buffer> post(Buffer body) {
        return await(api.client()
                .post("/api/videos/upload")
                .bearer(tokens.mint())
                .sendBytes(MultipartBody.CONTENT_TYPE, body));
    }
}
