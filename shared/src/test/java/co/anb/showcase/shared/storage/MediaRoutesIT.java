package co.anb.showcase.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signed links of the local storage over real HTTP. */
@Showcase
class MediaRoutesIT {

    private static final String KEY = "processed/2026/01/31/clip-1.mp4";
    private static final Duration TTL = Duration.ofMinutes(10);

    @TempDir
    private Path root;

    private final MutableClock clock = new MutableClock();
    private Vertx vertx;
    private HttpClient client;
    private ContractClient contract;
    private LocalStorage storage;
    private StoredObject object;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        client = vertx.createHttpClient();
        Edge edge = new Edge(vertx, HttpConfig.from(ConfigReader.of(Map.of()), 0), new Lifecycle());
        Router router = edge.router();
        int port = edge.listen(router).await().actualPort();
        contract = ContractClient.to(vertx, port);
        storage = LocalStorage.open(vertx, config("http://127.0.0.1:" + port + "/"), clock)
                .await();
        new MediaRoutes(storage).mount(router);
        object = storage.save(KEY, new TextSource("0123456789"), ObjectMetadata.MP4)
                .await();
    }

    @AfterEach
    void stop() {
        storage.close().await();
        vertx.close().await();
    }

    @Test
    void answerSaysWhatItIs() {
        HttpClientResponse response = send(HttpMethod.GET, link(Disposition.INLINE), Map.of());

        assertThat(response.statusCode()).isEqualTo(200);
        Map.of(
                        "Content-Length", "10",
                        "Content-Type", "video/mp4",
                        "Accept-Ranges", "bytes",
                        "ETag", object.etag(),
                        "Content-Disposition", "inline",
                        "X-Content-Type-Options", "nosniff",
                        "Cache-Control", "private, max-age=600")
                .forEach((name, value) -> assertThat(response.getHeader(name)).isEqualTo(value));
        assertThat(response.getHeader("Last-Modified")).endsWith(" GMT");
    }

    @Test
    void headAnswersAsGetWithoutTheBody() {
        HttpClientResponse response = send(HttpMethod.HEAD, link(Disposition.INLINE), Map.of("Range", "bytes=0-1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("Content-Length")).isEqualTo("10");
        assertThat(response.getHeader("ETag")).isEqualTo(object.etag());
        assertThat(response.body().await().length()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0|206|bytes 0-0/10|0",
                "bytes=7-|206|bytes 7-9/10|789",
                "bytes=-3|206|bytes 7-9/10|789",
                "bytes=5-500|206|bytes 5-9/10|56789",
                "bytes=0-9|206|bytes 0-9/10|0123456789",
                // Not one range of bytes: ignored, as RFC 9110 §14.2 allows.
                "bytes=0-1,3-4|200||0123456789",
                "bytes=4-2|200||0123456789",
                "bytes=-|200||0123456789",
                "items=0-1|200||0123456789",
                "bytes=99999999999999999999-|200||0123456789"
            })
    void rangeIsAnsweredAsAsked(String range, int status, String contentRange, String body) {
        HttpClientResponse response = send(HttpMethod.GET, link(Disposition.INLINE), Map.of("Range", range));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.getHeader("Content-Range")).isEqualTo(contentRange);
        assertThat(response.body().await().toString()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
    void rangeOutsideIsRefusedWithTheLength(String range) {
        HttpClientResponse response = send(HttpMethod.GET, link(Disposition.INLINE), Map.of("Range", range));

        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(response.getHeader("Content-Range")).isEqualTo("bytes */10");
        assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body().await().toJsonObject().getString("error_code"))
                .isEqualTo("RANGE_NOT_SATISFIABLE");
    }

    @Test
    void ifRangeDecidesBetweenPartAndWhole() {
        String link = link(Disposition.INLINE);
        Map<String, String> same = Map.of("Range", "bytes=0-1", "If-Range", object.etag());
        Map<String, String> other = Map.of("Range", "bytes=0-1", "If-Range", "\"another\"");
        Map<String, String> outside = Map.of("Range", "bytes=50-", "If-Range", "\"another\"");

        assertThat(send(HttpMethod.GET, link, same).statusCode()).isEqualTo(206);
        assertThat(send(HttpMethod.GET, link, other).statusCode()).isEqualTo(200);
        assertThat(send(HttpMethod.GET, link, outside).statusCode()).isEqualTo(200);
    }

    @Test
    void ifRangeTakesTheDateToo() {
        String link = link(Disposition.INLINE);
        String modified = send(HttpMethod.HEAD, link, Map.of()).getHeader("Last-Modified");

        HttpClientResponse response = send(HttpMethod.GET, link, Map.of("Range", "bytes=0-1", "If-Range", modified));

        assertThat(response.statusCode()).isEqualTo(206);
    }

    @Test
    void knownTagIsNotSentAgain() {
        String link = link(Disposition.INLINE);
        Map<String, String> known = Map.of("If-None-Match", "\"x\", W/" + object.etag());

        assertThat(send(HttpMethod.GET, link, known).statusCode()).isEqualTo(304);
        assertThat(send(HttpMethod.HEAD, link, known).statusCode()).isEqualTo(304);
        assertThat(send(HttpMethod.GET, link, Map.of("If-None-Match", "\"x\"")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void linkEndsWithItsTime() {
        String link = link(Disposition.INLINE);
        clock.advance(TTL.minusSeconds(1));
        int before = send(HttpMethod.GET, link, Map.of()).statusCode();

        clock.advance(Duration.ofSeconds(1));

        assertThat(before).isEqualTo(200);
        assertThat(send(HttpMethod.GET, link, Map.of()).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "clip-1, clip-2",
        "exp=, exp=9",
        "exp=[0-9]+, exp=",
        "exp=[0-9]+, exp=-1",
        "exp=[0-9]+&,",
        "sig=., sig=!",
        "sig=[^&]+, sig=",
        "sig=[^&]+,",
        "attachment, inline",
        "&disposition.*,",
        "processed, assets",
        "/2026/, /2026/../2026/",
        "/2026/, /%32026/"
    })
    void changedLinkIsRefused(String what, String with) {
        String genuine = link(Disposition.attachment("clip.mp4"));
        String changed = genuine.replaceFirst(what, with == null ? "" : with);
        assertThat(changed).isNotEqualTo(genuine);

        assertThat(send(HttpMethod.GET, genuine, Map.of()).statusCode()).isEqualTo(200);
        assertThat(send(HttpMethod.GET, changed, Map.of()).statusCode()).isEqualTo(403);
    }

    @Test
    void linkOfAnotherKeyIsRefused() {
        StorageConfig other = LocalStore.config(root, "another key, which is long enough", origin());
        LocalStorage stranger = LocalStorage.open(vertx, other, clock).await();

        String link = stranger.url(KEY, TTL, Disposition.INLINE).await().toString();

        assertThat(send(HttpMethod.GET, link, Map.of()).statusCode()).isEqualTo(403);
        stranger.close().await();
    }

    @Test
    void deletedObjectIsNotFound() {
        String link = link(Disposition.INLINE);
        storage.delete(KEY).await();

        assertThat(send(HttpMethod.GET, link, Map.of()).statusCode()).isEqualTo(404);
        assertThat(send(HttpMethod.HEAD, link, Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void clientThatLeavesClosesTheFile() {
        String key = "processed/2026/01/31/large-1.mp4";
        StoredObject large = storage.save(key, GeneratedSource.of(vertx, 64L * 1024 * 1024), ObjectMetadata.MP4)
                .await();
        String link = storage.url(key, TTL, Disposition.INLINE).await().toString();
        HttpClientRequest request =
                client.request(new RequestOptions().setAbsoluteURI(link)).await();
        HttpClientResponse response = request.send()
                .map(answer -> {
                    answer.pause();
                    return answer;
                })
                .await();
        assertThat(response.getHeader("Content-Length")).isEqualTo(Long.toString(large.length()));
        assertThat(openHandles()).isPositive();

        request.connection().close().await();

        await().until(() -> openHandles() == 0);
    }

    private String link(Disposition disposition) {
        return storage.url(KEY, TTL, disposition).await().toString();
    }

    private String origin() {
        return link(Disposition.INLINE).replaceFirst("/api/.*", "");
    }

    private HttpClientResponse send(HttpMethod method, String link, Map<String, String> headers) {
        RequestOptions options = new RequestOptions().setMethod(method).setAbsoluteURI(link);
        headers.forEach(options::putHeader);
        return client.request(options)
                // The body is asked for on the response's own thread, before it can pass by.
                .compose(request -> request.send()
                        .compose(response -> response.body().map(body -> checked(method, link, response, body))))
                .await();
    }

    private HttpClientResponse checked(HttpMethod method, String link, HttpClientResponse response, Buffer body) {
        String path = link.replaceFirst("^http://[^/]+", "");
        contract.check().verify(method.name(), path, response.statusCode(), response.headers(), body);
        return response;
    }

    private StorageConfig config(String publicUrl) {
        return LocalStore.config(root, "0123456789abcdef0123456789abcdef", publicUrl);
    }

    /** Files under the root that this process has open (Linux). */
    private long openHandles() {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.filter(this::isUnderRoot).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isUnderRoot(Path handle) {
        try {
            return Files.readSymbolicLink(handle).startsWith(root);
        } catch (IOException e) {
            return false;
        }
    }
}
