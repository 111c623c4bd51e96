package co.anb.showcase.api;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.testkit.ChildJvm;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.multipart.MultipartForm;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** SIGTERM to the process of the Core API while it has work. */
@Showcase
class CoreStopIT {

    private static final Pattern READY = Pattern.compile("core ready on :(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CLIENTS = 32;
    private static final int REFUSED = 0;

    @Test
    void everyAnsweredVoteIsStoredAndNoOther(Vertx vertx, ShowcaseServices services, Tokens tokens) throws Exception {
        Path output = services.temp().resolve("core.log");
        Process process = launch(TestApi.environment(services, tokens), output);
        try (CoreDatabase database = CoreDatabase.open(vertx, services)) {
            int port = readyPort(process, output);
            VideoId video = database.published(UserId.next(), "jugada");
            WebClient web = client(vertx, port);
            AtomicInteger accepted = new AtomicInteger();
            List<Future<Integer>> clients = Stream.generate(() -> vote(web, video, tokens, accepted))
                    .limit(CLIENTS)
                    .toList();
            Awaitility.await().atMost(PATIENCE).until(() -> accepted.get() > 200);

            int before = accepted.get();
            process.destroy();
            List<Integer> last =
                    Future.all(clients).map(all -> all.<Integer>list()).await(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
            assertThat(last).containsOnly(REFUSED);
            assertThat(accepted.get()).isGreaterThan(before);
            assertThat(database.count("SELECT count(*) FROM votes WHERE video_id = $1", Tuple.of(video.value())))
                    .isEqualTo(accepted.get());
            assertThat(database.count("SELECT votes FROM video_stats WHERE video_id = $1", Tuple.of(video.value())))
                    .isEqualTo(accepted.get());
            web.close();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void servesThePageAndTakesUploadsWhileItDrains(Vertx vertx, ShowcaseServices services, Tokens tokens)
            throws Exception {
        Path output = services.temp().resolve("draining.log");
        Map<String, String> environment = TestApi.environment(services, tokens);
        environment.put("HTTP_DRAIN_NOTICE", "2m");
        Process process = launch(environment, output);
        try {
            WebClient web = client(vertx, readyPort(process, output));
            assertThat(status(web.get("/"))).isEqualTo(200);
            process.destroy();
            Awaitility.await().atMost(PATIENCE).until(() -> status(web.get("/health/ready")) == 503);

            for (String path : List.of("/", "/app/main.js", "/app/style.css", "/api/docs")) {
                assertThat(status(web.get(path))).as(path).isEqualTo(200);
            }
            MultipartForm form = MultipartForm.create()
                    .attribute("title", "Bandeja")
                    .binaryFileUpload("video_file", "clip.mp4", Mp4.bytes("isom", 100_000), "video/mp4");
            HttpResponse<Buffer> uploaded = await(web.post("/api/videos/upload")
                    .bearerTokenAuthentication(tokens.mint())
                    .sendMultipartForm(form));
            assertThat(uploaded.statusCode()).as(uploaded.bodyAsString()).isEqualTo(201);
            web.close();
        } finally {
            process.destroyForcibly();
        }
    }

    private static WebClient client(Vertx vertx, int port) {
        return WebClient.create(
                vertx,
                new WebClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(CLIENTS));
    }

    private static int status(HttpRequest<Buffer> request) {
        return await(request.send()).statusCode();
    }

    /** Votes as one voter after the other until it gets no vote through; tells with which status, or 0 without one. */
    private static Future<Integer> vote(WebClient web, VideoId video, Tokens tokens, AtomicInteger accepted) {
        return web.post("/api/public/videos/" + video + "/vote")
                .bearerTokenAuthentication(tokens.mint())
                .send()
                .compose(answer -> {
                    if (answer.statusCode() != 200) {
                        return Future.succeededFuture(answer.statusCode());
                    }
                    accepted.incrementAndGet();
                    return vote(web, video, tokens, accepted);
                })
                .otherwise(REFUSED);
    }

    private static Process launch(Map<String, String> environment, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(
                "-Dlog4j2.configurationFile=classpath:log4j2.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ApiMain.class.getName()));
        builder.environment().putAll(environment);
        builder.environment().put("HTTP_ACCESS_LOG_RATE", "0");
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private static int readyPort(Process process, Path output) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> {
                            assertThat(process.isAlive())
                                    .as(Files.readString(output))
                                    .isTrue();
                            return READY.matcher(Files.readString(output))
                                    .results()
                                    .findFirst();
                        },
                        found -> found.isPresent())
                .map((MatchResult found) -> Integer.parseInt(found.group(1)))
                .orElseThrow();
    }
}
