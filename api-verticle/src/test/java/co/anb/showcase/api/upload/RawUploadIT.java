package co.anb.showcase.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.api.testing.RawHttp;
import co.anb.showcase.api.testing.RawHttp.RawAnswer;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads by clients that no library would be: they write everything first, leave in the middle, or wait for 100. */
@Showcase
class RawUploadIT {

    private static final Buffer START = new MultipartBody()
            .field("title", "Directo")
            .withoutEnd()
            .appendBuffer(MultipartBody.fileHead("video_file", "a.mp4"));
    private static final Buffer TAIL = MultipartBody.tail();
    private static final int MEGABYTE = 1 << 20;

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

    @BeforeEach
    void empty() {
        api.sql("DELETE FROM jobs");
        api.sql("""
                WITH gone AS (DELETE FROM videos RETURNING original_key)
                INSERT INTO object_deletions (id, storage_key) SELECT gen_random_uuid(), original_key FROM gone""");
    }

    @Test
    void takesAFileOfExactlyTheLimit() {
        int size = 100 * MEGABYTE;
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(head(tokens.mint(), (long) START.length() + size + TAIL.length()))
                    .write(START)
                    .write(Mp4.stream("isom", size))
                    .write(TAIL);

            RawAnswer answer = verified(client.read());
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        }
        assertThat(api.sql("SELECT size_bytes FROM videos").get(0).getLong("size_bytes"))
                .isEqualTo(size);
    }

    @Test
    void refuses101MegabytesByTheirLengthAndTheClientThatWritesAllFirstSeesIt() {
        int size = 101 * MEGABYTE;
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(head(tokens.mint(), (long) START.length() + size + TAIL.length()))
                    .write(START)
                    .write(Mp4.stream("isom", size))
                    .write(TAIL);

            assertRefused(client.read(), "FILE_SIZE_EXCEEDED");
            assertThat(nextAnswerOf(client)).isEqualTo(200);
        }
    }

    @Test
    void refuses101MegabytesThatNobodyAnnounced() {
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(head(tokens.mint(), -1)).write(chunk(START));
            client.write(chunk(Mp4.bytes("isom", MEGABYTE)));
            for (int i = 0; i < 100; i++) {
                client.write(chunk(Buffer.buffer(new byte[MEGABYTE])));
            }
            client.write(chunk(TAIL)).write("0\r\n\r\n");

            assertRefused(client.read(), "FILE_SIZE_EXCEEDED");
            assertThat(nextAnswerOf(client)).isEqualTo(200);
        }
    }

    @Test
    void refusesByTheFirstBytesAndTheClientThatWritesAllFirstSeesIt() {
        int size = 60 * MEGABYTE;
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(head(tokens.mint(), (long) START.length() + size + TAIL.length()))
                    .write(START)
                    .write(Mp4.stream("qt  ", size))
                    .write(TAIL);

            assertRefused(client.read(), "INVALID_FILE_TYPE");
            assertThat(nextAnswerOf(client)).isEqualTo(200);
        }
    }

    @Test
    void answersTheRefusalBeforeTheBodyHasEnded() {
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(head(tokens.mint(), 50L * MEGABYTE)).write(START).write(Mp4.bytes("heic", 1_000));

            assertRefused(client.read(), "INVALID_FILE_TYPE");
        }
    }

    @Test
    void closesTheConnectionOnAClientThatNeverStops() {
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(head("no.good.token", -1));
            Buffer megabyte = chunk(Buffer.buffer(new byte[MEGABYTE]));
            assertThat(client.read().status()).isEqualTo(401);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ZERO)
                    .until(() -> {
                        try {
                            client.write(megabyte);
                            return false;
                        } catch (java.io.UncheckedIOException closed) {
                            return true;
                        }
                    });
        }
    }

    @Test
    void leavesNothingOfAClientThatLeavesInTheMiddleOfTheFile() {
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(head(tokens.mint(), 50L * MEGABYTE)).write(START).write(Mp4.stream("isom", 3 * MEGABYTE));
            Awaitility.await().until(() -> api.count("uploads") == 1);
        }
        api.assertNothingLeftBehind();
        assertThat(api.count("videos")).isZero();
    }

    @Test
    void leavesNothingOfAClientThatLeavesBehindTheFile() {
        Buffer file = new MultipartBody()
                .file("video_file", "a.mp4", Mp4.bytes("isom", MEGABYTE))
                .withoutEnd();
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(head(tokens.mint(), file.length() + 500L))
                    .write(file)
                    .write("--" + MultipartBody.BOUNDARY + "\r\nContent-Disposition: form-data; name=\"ti");
            Awaitility.await().until(() -> api.files().stream().anyMatch(key -> key.startsWith("uploads/")));
        }
        api.assertNothingLeftBehind();
        assertThat(api.files()).isEmpty();
    }

    @Test
    void asksForTheBodyWith100OnlyWhenItWillBeRead() {
        Buffer body = MultipartBody.of("Con 100", "a.mp4", Mp4.bytes("isom", 2_000));
        try (RawHttp refused = new RawHttp(api.port());
                RawHttp taken = new RawHttp(api.port())) {
            refused.write(head(tokens.expired(), body.length(), "Expect: 100-continue"));
            assertThat(refused.read().status()).isEqualTo(401);

            taken.write(head(tokens.mint(), body.length(), "Expect: 100-continue"));
            assertThat(taken.read().status()).isEqualTo(100);
            assertThat(verified(taken.write(body).read()).status()).isEqualTo(201);
        }
    }

    @Test
    void takesABodyThatComesByteByByte() {
        Buffer body = MultipartBody.of("Gota a gota", "a.mp4", Mp4.bytes("mp42", 400));
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(head(tokens.mint(), body.length()));
            for (int i = 0; i < body.length(); i++) {
                client.write(body.slice(i, i + 1));
            }
            assertThat(verified(client.read()).status()).isEqualTo(201);
        }
    }

    @Test
    void refusesHeadersThatAreTooLarge() {
        try (RawHttp client = new RawHttp(api.port())) {
            client.write(head(tokens.mint(), 100, "X-Long: " + "a".repeat(20_000)));

            RawAnswer answer = client.read();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.body().toJsonObject().getString("error_code")).isEqualTo("HEADERS_TOO_LARGE");
        }
    }

    private static String head(String token, long contentLength, String... more) {
        String[] lines = Stream.concat(Stream.of("Content-Type: " + MultipartBody.CONTENT_TYPE), Stream.of(more))
                .toArray(String[]::new);
        return RawHttp.head("POST", "/api/videos/upload", token, contentLength, lines);
    }

    private void assertRefused(RawAnswer answer, String errorCode) {
        assertThat(verified(answer).status()).isEqualTo(400);
        assertThat(answer.body().toJsonObject().getString("error_code")).isEqualTo(errorCode);
        api.assertNothingLeftBehind();
        assertThat(api.count("videos")).isZero();
    }

    private static RawAnswer verified(RawAnswer answer) {
        api.client().check().verify("POST", "/api/videos/upload", answer.status(), answer.headers(), answer.body());
        return answer;
    }

    /** The connection is still good for another request. */
    private static int nextAnswerOf(RawHttp client) {
        return client.write("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .read()
                .status();
    }

    private static Buffer chunk(Buffer bytes) {
        return Buffer.buffer(Integer.toHexString(bytes.length()) + "\r\n")
                .appendBuffer(bytes)
                .appendString("\r\n");
    }
}
