package co.anb.showcase.api.direct;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.api.testing.RawHttp;
import co.anb.showcase.api.testing.RawHttp.RawAnswer;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resumable uploads whose connection, client or node goes away at any moment, and two requests at once. */
@Showcase
class TusFaultIT {

    private static final Logger LOG = LoggerFactory.getLogger(TusFaultIT.class);
    private static final int MEGABYTE = 1 << 20;
    private static final int SIZE = 20 * MEGABYTE;

    private static Tokens tokens;
    private static TestApi api;
    private static OtherNode otherNode;
    private static Buffer clip = Buffer.buffer();
    private DirectClient player;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) {
        tokens = issuer;
        clip = clip(7);
        api = TestApi.start(vertx, services, tokens, Map.of());
        otherNode = OtherNode.start(services, tokens, Map.of("UPLOAD_TIMEOUT", "1s"));
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
        DirectClient.endSessions(api);
    }

    @Test
    void keepsWhatArrivedBeforeTheClientLeft() {
        String path = player.create(SIZE);
        RawHttp client = begin(api.port(), path, 0, 3 * MEGABYTE);
        Awaitility.await().until(() -> api.count("uploads") == 1);
        client.close();

        long offset = arrived(path, 0);
        assertThat(offset).isBetween(1L, 3L * MEGABYTE);
        finish(path, offset);
    }

    @Test
    void keepsWhatArrivedBeforeTheConnectionBroke() {
        String path = player.create(SIZE);
        try (FaultProxy proxy = FaultProxy.to(api.port());
                RawHttp client = begin(proxy.port(), path, 0, 12 * MEGABYTE)) {
            Awaitility.await().until(() -> proxy.bytes() > 11L * MEGABYTE);
            proxy.cut();
            assertThat(client.isClosedByServer()).isTrue();
        }

        long offset = arrived(path, PatchBody.PIECE_BYTES);
        assertThat(offset).isBetween(PatchBody.PIECE_BYTES + 1, 12L * MEGABYTE);
        finish(path, offset);
    }

    @Test
    void anotherNodeGoesOnWhileTheFirstStillWaitsForADeadClient() {
        String path = player.create(SIZE);
        try (RawHttp dead = begin(api.port(), path, 0, 12 * MEGABYTE)) {
            DirectClient there = player.at(otherNode.api());
            long offset = arrived(path, 0);
            assertThat(there.offset(path)).isEqualTo(offset).isGreaterThanOrEqualTo(PatchBody.PIECE_BYTES);

            HttpResponse<Buffer> last = await(there.patch(path, offset, clip.slice((int) offset, SIZE)));

            assertThat(last.statusCode()).as(last.bodyAsString()).isEqualTo(204);
            assertVideo(last.getHeader("Location"), clip);
            dead.write(clip.slice(12 * MEGABYTE, SIZE));
            assertThat(dead.read().status()).isEqualTo(409);
        }
    }

    @Test
    void nodeThatIsStoppedKeepsWhatHasComeAndAnotherGoesOn(ShowcaseServices services) {
        String path = player.create(SIZE);
        OtherNode dying = OtherNode.start(services, tokens, Map.of("HTTP_DRAIN_LIMIT", "0s"));
        try (RawHttp client = begin(dying.api().port(), path, 0, 12 * MEGABYTE)) {
            assertThat(arrived(path, 0)).isGreaterThanOrEqualTo(PatchBody.PIECE_BYTES);
            Awaitility.await().until(() -> isUnderWay());
            dying.close();
            assertThat(client.isClosedByServer()).isTrue();
        }

        long offset = player.offset(path);
        assertThat(offset).as("more than whole pieces").isGreaterThan(PatchBody.PIECE_BYTES + (64 << 10));
        finish(path, offset);
    }

    @Test
    void ofTwoRequestsFromTheSameOffsetOneIsKept() {
        Buffer other = clip(8);
        String path = player.create(SIZE);
        assertThat(await(player.patch(path, 0, clip.slice(0, MEGABYTE))).statusCode())
                .isEqualTo(204);
        try (RawHttp slow = new RawHttp(api.port())) {
            slow.write(RawHttp.head("PATCH", path, player.token(), MEGABYTE, player.patchLines(MEGABYTE)))
                    .write(other.slice(MEGABYTE, MEGABYTE + MEGABYTE / 2));
            Awaitility.await().until(() -> api.count("uploads") == 2);

            HttpResponse<Buffer> fast =
                    await(player.at(otherNode.api()).patch(path, MEGABYTE, clip.slice(MEGABYTE, 3 * MEGABYTE)));
            assertThat(fast.getHeader("Upload-Offset")).isEqualTo(Integer.toString(3 * MEGABYTE));
            RawAnswer late = slow.write(other.slice(MEGABYTE + MEGABYTE / 2, 2 * MEGABYTE))
                    .read();

            assertThat(late.status()).isEqualTo(409);
        }
        finish(path, 3L * MEGABYTE);
    }

    @Test
    void terminationEndsARequestUnderWay() {
        String path = player.create(SIZE);
        try (RawHttp client = begin(api.port(), path, 0, 3 * MEGABYTE)) {
            Awaitility.await().until(() -> api.count("uploads") == 1);

            assertThat(await(player.at(otherNode.api()).terminate(path)).statusCode())
                    .isEqualTo(204);
            client.write(clip.slice(3 * MEGABYTE, SIZE));

            assertThat(client.read().status()).isEqualTo(404);
        }
        api.assertNothingLeftBehind();
    }

    @Test
    void requestWhoseTimeIsOverIsAnsweredWithWhatHasCome() {
        String path = player.create(SIZE);
        try (RawHttp client = begin(otherNode.api().port(), path, 0, 2 * MEGABYTE)) {
            RawAnswer answer = client.read();

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.headers().get("Upload-Offset")).isEqualTo(Integer.toString(2 * MEGABYTE));
        }
        finish(path, 2L * MEGABYTE);
    }

    @Test
    void anyRowOfPiecesCutsAndNodesMakesTheSameVideo() {
        long seed = System.nanoTime();
        LOG.info("seed {}", seed);
        Random random = new Random(seed);
        String path = player.create(SIZE);
        long offset = 0;
        while (SIZE - offset > 4 * MEGABYTE) {
            DirectClient node = random.nextBoolean() ? player : player.at(otherNode.api());
            int length = 12 + random.nextInt(3 * MEGABYTE);
            Buffer bytes = clip.slice((int) offset, (int) offset + length);
            if (random.nextInt(3) == 0) {
                long before = offset;
                RawHttp client = begin(node.api().port(), path, offset, (int) offset + length);
                Awaitility.await().until(() -> isUnderWay());
                client.close();
                Awaitility.await().until(() -> !isUnderWay());
                offset = player.offset(path);
                assertThat(offset).as("seed %d", seed).isBetween(before, before + length);
            } else {
                assertThat(await(node.patch(path, offset, bytes)).getHeader("Upload-Offset"))
                        .as("seed %d", seed)
                        .isEqualTo(Long.toString(offset + length));
                offset += length;
            }
        }
        finish(path, offset);
    }

    /** The head and some of the body of a PATCH that says that it brings all. */
    private RawHttp begin(int port, String path, long from, int to) {
        RawHttp client = new RawHttp(port);
        client.write(RawHttp.head("PATCH", path, player.token(), SIZE - from, player.patchLines(from)))
                .write(clip.slice((int) from, to));
        return client;
    }

    /** Whether a node has begun to store a piece and not given it to the session. */
    private static boolean isUnderWay() {
        return !api.sql("SELECT 1 FROM uploads WHERE session_id IS NULL").isEmpty();
    }

    /** Waits until more than so much has arrived for good. */
    private long arrived(String path, long moreThan) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> player.offset(path) > moreThan);
        return player.offset(path);
    }

    private void finish(String path, long offset) {
        HttpResponse<Buffer> last = await(player.patch(path, offset, clip.slice((int) offset, SIZE)));
        assertThat(last.statusCode()).as(last.bodyAsString()).isEqualTo(204);
        assertVideo(last.getHeader("Location"), clip);
    }

    private static void assertVideo(String location, Buffer content) {
        String id = location.replaceFirst(".*/", "");
        String key = api.sql("SELECT original_key FROM videos WHERE id = $1::text::uuid", id)
                .get(0)
                .getString("original_key");
        assertThat(Buffer.buffer(api.stored(key)).equals(content))
                .as("bytes of " + key)
                .isTrue();
    }

    private static Buffer clip(int seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return Buffer.buffer(bytes).setBuffer(0, Mp4.bytes("isom", Mp4.SMALLEST_BYTES));
    }
}
