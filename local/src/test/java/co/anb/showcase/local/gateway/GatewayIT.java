package co.anb.showcase.local.gateway;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests go, and what becomes of answers. */
@Showcase
class GatewayIT {

    private final TestGateway gateway;

    GatewayIT(Vertx vertx) {
        this.gateway = new TestGateway(vertx);
    }

    @BeforeEach
    void start() {
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/auth/login, auth",
        "/api/auth/, auth",
        "/auth/.well-known/jwks.json, auth",
        "/auth/docs, auth",
        "/api/videos, core",
        "/api/, core",
        "/api, core",
        "/api/authors, core",
        "/, core",
        "/index.html, core",
        "/app/style.css?v=1, core",
        "/grafana/d/1, grafana"
    })
    void followsTheLoadBalancersRules(String path, String service) {
        assertThat(gateway.get(path).body()).isEqualTo(service + " " + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics",
                "/health/live",
                "/internal/revocations",
                "/application",
                "/api/../metrics",
                "/api/%2e%2e/internal/revocations",
                "/auth/x/../../metrics",
                "/rabbitmq/",
                "/prometheus/graph",
                "/grafanas"
            })
    void answersNotFoundWhereNoRulePoints(String path) {
        TestGateway.Reply reply = gateway.get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(new JsonObject(reply.body()).getString("error_code")).isEqualTo("NOT_FOUND");
    }

    @Test
    void tellsTheServiceWhoAskedAndKeepsHopByHopHeadersToItself() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        gateway.restart(request -> {
            request.headers()
                    .forEach(header -> seen.add(header.getKey().toLowerCase(Locale.ROOT) + ": " + header.getValue()));
            request.response()
                    .putHeader("Connection", "X-Inner")
                    .putHeader("X-Inner", "1")
                    .putHeader("Keep-Alive", "timeout=5")
                    .putHeader("X-Correlation-Id", request.getHeader("X-Correlation-Id"))
                    .putHeader("X-Outer", "2");
            return request.response().end("done");
        });

        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("""
                    GET /api/x HTTP/1.1\r
                    Host: anb.example:8080\r
                    X-Forwarded-For: 203.0.113.9\r
                    X-Forwarded-Host: forged.example\r
                    Connection: close\r
                    Connection: X-Other, X-Secret\r
                    X-Secret: s\r
                    Keep-Alive: timeout=1\r
                    TE: trailers\r
                    Upgrade: websocket\r
                    X-Correlation-Id: abc\r
                    \r
                    """);
            String answer = raw.readAll();

            assertThat(answer).contains("done").containsIgnoringCase("x-outer: 2");
            assertThat(answer.split("(?i)x-correlation-id: abc", -1)).hasSize(2);
            assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("x-inner", "keep-alive");
        }
        assertThat(seen)
                .contains(
                        "host: anb.example:8080",
                        "x-forwarded-host: anb.example:8080",
                        "x-forwarded-for: 203.0.113.9, 127.0.0.1",
                        "x-forwarded-proto: http",
                        "x-correlation-id: abc")
                .noneMatch(header -> header.startsWith("x-secret") || header.startsWith("te:"))
                .noneMatch(header -> header.startsWith("upgrade") || header.startsWith("keep-alive"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 304, 400, 503})
    void passesAnyStatusOn(int status) {
        gateway.restart(request -> request.response()
                .setStatusCode(status)
                .putHeader("ETag", "\"1\"")
                .end());

        TestGateway.Reply reply = gateway.get("/api/x");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
        assertThat(reply.header("Transfer-Encoding")).isNull();
        assertThat(gateway.get("/api/x").status()).as("the connection goes on").isEqualTo(status);
    }

    @Test
    void answersHeadLikeTheService() {
        gateway.restart(request ->
                request.response().putHeader("Content-Length", "1234").end());

        TestGateway.Reply reply = gateway.call(HttpMethod.HEAD, "/api/x", Buffer.buffer());

        assertThat(reply.header("Content-Length")).isEqualTo("1234");
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void passesEachEventOfAStreamOnWhenItComes() throws Exception {
        Promise<Void> goOn = Promise.promise();
        gateway.restart(request -> {
            HttpServerResponse stream =
                    request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
            return stream.write("data: 1\n\n")
                    .compose(written -> goOn.future())
                    .compose(go -> stream.end("data: 2\n\n"));
        });

        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("GET /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(raw.readHead()).containsIgnoringCase("content-type: text/event-stream");
            assertThat(raw.readUntil("data: 1\n\n")).isNotEmpty();
            goOn.complete();
            assertThat(raw.readAll()).contains("data: 2\n\n");
        }
    }

    @Test
    void letsOthersThroughBesideTwoHundredOpenStreams() {
        gateway.restart(request -> {
            if (request.path().equals("/api/quick")) {
                return request.response().end("quick");
            }
            return request.response().setChunked(true).write("open");
        });
        List<HttpClientResponse> streams = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            streams.add(await(gateway.client()
                    .request(gateway.options(HttpMethod.GET, "/api/stream"))
                    .compose(HttpClientRequest::send)));
        }

        assertThat(gateway.get("/api/quick").body()).isEqualTo("quick");

        streams.forEach(stream -> await(stream.request().reset().otherwiseEmpty()));
    }

    @Test
    void answersUnavailableWhileTheServiceIsAway() {
        gateway.endServices();

        TestGateway.Reply reply = gateway.call(HttpMethod.POST, "/api/x", Buffer.buffer("{}"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("2");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(new JsonObject(reply.body()).getString("error_code")).isEqualTo("SERVICE_UNAVAILABLE");
    }

    @Test
    void refusesAtOnceWhatNeitherConnectionsNorQueueCanTake() {
        gateway.restart(1, 1, request -> Future.succeededFuture());
        List<Future<Integer>> statuses = new ArrayList<>();
        List<HttpClientRequest> requests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HttpClientRequest request = await(gateway.client().request(gateway.options(HttpMethod.GET, "/api/x")));
            requests.add(request);
            statuses.add(request.send().map(HttpClientResponse::statusCode));
        }

        await().untilAsserted(() -> assertThat(statuses)
                .filteredOn(Future::succeeded)
                .extracting(Future::result)
                .containsExactly(503, 503, 503));

        requests.forEach(request -> await(request.reset().otherwiseEmpty()));
    }
}
