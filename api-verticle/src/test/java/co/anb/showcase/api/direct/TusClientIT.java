package co.anb.showcase.api.direct;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client that web pages and applications use: cut off in the middle it goes on by itself, killed it is resumed. */
@Showcase
class TusClientIT {

    private static final int SIZE = 48 << 20;
    private static final String TITLE = "Mate con la izquierda, ñ";

    @TempDir
    private static Path folder;

    private static Tokens tokens;
    /** Empty when there is no npm and all is skipped. */
    private static final List<TestApi> started = new ArrayList<>();

    private static TusJsClient tus;
    private static TestApi api;
    private static Path clip = Path.of("");

    private String token = "";
    private Path output = Path.of("");

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) throws Exception {
        tus = TusJsClient.install();
        tokens = issuer;
        api = TestApi.start(vertx, services, tokens, Map.of());
        started.add(api);
        byte[] bytes = new byte[SIZE];
        new Random(5).nextBytes(bytes);
        System.arraycopy(Mp4.bytes("mp42", Mp4.SMALLEST_BYTES).getBytes(), 0, bytes, 0, Mp4.SMALLEST_BYTES);
        clip = Files.write(folder.resolve("clip.mp4"), bytes);
    }

    @AfterAll
    static void stop() {
        started.forEach(TestApi::close);
    }

    @BeforeEach
    void newPlayer() throws IOException {
        token = tokens.mint();
        output = Files.createTempFile(folder, "said", ".txt");
    }

    @Test
    void goesOnByItselfWhenTheConnectionIsCutTwice() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(api.port())) {
            proxy.delay(Duration.ofMillis(1));
            Process client = tus.upload(output, arguments(proxy.port()));
            for (int cut = 1; cut <= 2; cut++) {
                long enough = cut * 14L * (1 << 20);
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> proxy.bytes() > enough);
                proxy.cut();
            }

            assertThat(client.waitFor(1, TimeUnit.MINUTES)).as(said()).isTrue();
            assertThat(client.exitValue()).as(said()).isZero();
            assertThat(proxy.bytes()).as("less than twice the file was sent").isLessThan(2L * SIZE);
        }
        List<String> lines = TusJsClient.said(output);
        assertThat(lines)
                .as("resumed after each cut")
                .filteredOn(line -> line.startsWith("HEAD 200"))
                .hasSize(2);
        assertThat(lines).filteredOn(line -> line.startsWith("HEAD")).noneMatch(line -> line.endsWith(" 0"));
        assertThat(lines).contains("PATCH 204 " + SIZE);
        assertVideo(lines);
    }

    @Test
    void anotherProcessGoesOnWhereAKilledOneLeft() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(api.port())) {
            proxy.delay(Duration.ofMillis(1));
            Process killed = tus.upload(output, arguments(proxy.port()));
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> proxy.bytes() > 20L << 20);
            assertThat(killed.destroyForcibly().waitFor()).isNotZero();
        }
        String path = TusJsClient.said(output).stream()
                .filter(line -> line.startsWith("address "))
                .map(line -> line.replaceFirst(".*(?=/api/)", ""))
                .findFirst()
                .orElseThrow();
        Awaitility.await().until(() -> api.count("uploads WHERE session_id IS NULL") == 0);

        List<String> arguments = new ArrayList<>(arguments(api.port()));
        arguments.add("http://127.0.0.1:" + api.port() + path);
        Process second = tus.upload(output, arguments);

        assertThat(second.waitFor(1, TimeUnit.MINUTES)).as(said()).isTrue();
        List<String> lines = TusJsClient.said(output);
        assertThat(lines.get(0)).startsWith("HEAD 200").doesNotEndWith(" 0");
        assertVideo(lines);
    }

    private List<String> arguments(int port) {
        return List.of("http://127.0.0.1:" + port + "/api/videos/tus", token, clip.toString(), TITLE);
    }

    private String said() {
        return String.join("\n", TusJsClient.said(output));
    }

    private void assertVideo(List<String> lines) throws IOException {
        Row row = api.sql("SELECT id, title, original_key FROM videos ORDER BY id DESC LIMIT 1")
                .get(0);
        assertThat(lines).contains("success /api/videos/" + row.getUUID("id"));
        assertThat(row.getString("title")).isEqualTo(TITLE);
        assertThat(api.stored(row.getString("original_key"))).isEqualTo(Files.readAllBytes(clip));
        api.assertNothingLeftBehind();
    }
}
