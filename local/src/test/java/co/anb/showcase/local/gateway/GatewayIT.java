package co.anb.showcase.local.gateway;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.problem.Messages;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Showcase
class GatewayIT {

    private static final int MEGABYTE = 1 << 20;

    private final Vertx vertx;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final HttpClient client;
    private String deployment = "";
    private int port;

    GatewayIT(Vertx vertx) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1_000));
    }

    @BeforeEach
    void startGateway() {
        // As every process does before it deploys: not on the event loop of the verticle.
        Messages.load();
        start(1_000, 1_000, named("core"));
    }

    @AfterEach
    void stop() {
        await(vertx.undeploy(deployment));
        servers.forEach(server -> await(server.close()));
        servers.clear();
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
        assertThat(get(path).body()).isEqualTo(service + " " + path);
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
        Reply reply = get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(new JsonObject(reply.body()).getString("error_code")).isEqualTo("NOT_FOUND");
    }

    @Test
    void tellsTheServiceWhoAskedAndKeepsHopByHopHeadersToItself() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        restart(request -> {
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

        try (RawClient raw = new RawClient(port)) {
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
        restart(request -> request.response()
                .setStatusCode(status)
                .putHeader("ETag", "\"1\"")
                .end());

        Reply reply = get("/api/x");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
        assertThat(reply.header("Transfer-Encoding")).isNull();
        assertThat(get("/api/x").status()).as("the connection goes on").isEqualTo(status);
    }

    @Test
    void answersHeadLikeTheService() {
        restart(request ->
                request.response().putHeader("Content-Length", "1234").end());

        Reply reply = call(HttpMethod.HEAD, "/api/x", Buffer.buffer());

        assertThat(reply.header("Content-Length")).isEqualTo("1234");
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void streamsBothWaysWithoutHoldingABody() {
        restart(request -> {
            request.response().setChunked(true);
            return request.pipeTo(request.response());
        });
        Buffer sent = Buffer.buffer(new byte[8 * MEGABYTE]);

        Buffer received = await(client.request(options(HttpMethod.POST, "/api/x"))
                .compose(request -> request.setChunked(true).send(sent))
                .compose(HttpClientResponse::body));

        assertThat(received.length()).isEqualTo(sent.length());
    }

    @Test
    void holdsAClientBackWhileTheServiceDoesNotRead() throws Exception {
        AtomicLong written = new AtomicLong();
        Promise<Void> goOn = Promise.promise();
        restart(request -> {
            request.pause();
            return goOn.future()
                    .onSuccess(go -> request.resume())
                    .compose(go -> request.body())
                    .compose(body -> request.response().end(Integer.toString(body.length())));
        });
        int total = 64 * MEGABYTE;
        try (RawClient raw = new RawClient(port)) {
            raw.write("POST /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + total + "\r\n\r\n");
            Thread writer = new Thread(() -> writeAll(raw, total, written));
            writer.start();

            await().until(() -> stands(written));
            assertThat(written.get()).as("what buffers on the way can take").isLessThan(24 * MEGABYTE);

            goOn.complete();
            assertThat(raw.readAll()).endsWith(Integer.toString(total));
            writer.join();
        }
    }

    @Test
    void asksTheServiceBeforeItConsents() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        restart(request -> {
            order.add("asked");
            return request.response()
                    .writeContinue()
                    .compose(consented -> request.body())
                    .compose(body -> request.response().end("got " + body));
        });

        try (RawClient raw = new RawClient(port)) {
            raw.write("""
                    POST /api/x HTTP/1.1\r
                    Host: a\r
                    Content-Length: 4\r
                    Expect: 100-continue\r
                    Connection: close\r
                    \r
                    """);
            assertThat(raw.readHead()).startsWith("HTTP/1.1 100");
            assertThat(order).containsExactly("asked");
            raw.write("data");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 200").endsWith("got data");
        }
    }

    @Test
    void passesARefusalOnInsteadOfAConsent() throws Exception {
        restart(request -> request.response().setStatusCode(401).end("no"));

        try (RawClient raw = new RawClient(port)) {
            raw.write("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\nExpect: 100-continue\r\n\r\n");
            assertThat(raw.readHead()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void servesAClientThatDoesNotWaitForConsent() throws Exception {
        restart(request -> request.body().compose(body -> request.response().end("got " + body)));

        try (RawClient raw = new RawClient(port)) {
            raw.write("""
                    POST /api/x HTTP/1.1\r
                    Host: a\r
                    Content-Length: 4\r
                    Expect: 100-continue\r
                    Connection: close\r
                    \r
                    data""");
            assertThat(raw.readAll()).endsWith("got data");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bringsAnEarlyRefusalToAClientThatWritesAllBeforeItReads(boolean serviceReadsOn) throws Exception {
        restart(request -> {
            if (serviceReadsOn) {
                request.resume();
            } else {
                request.pause();
            }
            return request.response().setStatusCode(400).end("refused");
        });
        int total = 40 * MEGABYTE;

        try (RawClient raw = new RawClient(port)) {
            raw.write("POST /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + total + "\r\n\r\n");
            if (serviceReadsOn) {
                writeAll(raw, total, new AtomicLong());
            } else {
                raw.write(new byte[1000]);
            }
            assertThat(raw.readHead()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void readsTheRestWhenTheServiceDiesWhileTheClientWrites() throws Exception {
        restart(request -> {
            request.handler(first -> request.connection().close());
            return Future.succeededFuture();
        });
        int total = 40 * MEGABYTE;

        try (RawClient raw = new RawClient(port)) {
            raw.write("POST /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + total + "\r\n\r\n");
            writeAll(raw, total, new AtomicLong());
            String head = raw.readHead();

            assertThat(head).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after:");
        }
    }

    @Test
    void endsTheServicesWorkWhenTheClientLeaves() throws Exception {
        AtomicBoolean working = new AtomicBoolean();
        AtomicBoolean cancelled = new AtomicBoolean();
        restart(request -> {
            working.set(true);
            request.response().exceptionHandler(gone -> cancelled.set(true));
            return Future.succeededFuture();
        });

        try (RawClient raw = new RawClient(port)) {
            raw.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n");
            await().untilTrue(working);
        }

        await().untilTrue(cancelled);
    }

    @Test
    void endsTheDownloadWhenTheClientLeaves() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        restart(request -> {
            request.response().setChunked(true).exceptionHandler(gone -> cancelled.set(true));
            vertx.setPeriodic(20, id -> {
                if (cancelled.get() || request.response().closed()) {
                    cancelled.set(true);
                    vertx.cancelTimer(id);
                } else {
                    request.response().write("tick");
                }
            });
            return Future.succeededFuture();
        });

        try (RawClient raw = new RawClient(port)) {
            raw.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
        }

        await().untilTrue(cancelled);
    }

    @Test
    void passesEachEventOfAStreamOnWhenItComes() throws Exception {
        Promise<Void> goOn = Promise.promise();
        restart(request -> {
            HttpServerResponse stream =
                    request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
            return stream.write("data: 1\n\n")
                    .compose(written -> goOn.future())
                    .compose(go -> stream.end("data: 2\n\n"));
        });

        try (RawClient raw = new RawClient(port)) {
            raw.write("GET /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(raw.readHead()).containsIgnoringCase("content-type: text/event-stream");
            assertThat(raw.readUntil("data: 1\n\n")).isNotEmpty();
            goOn.complete();
            assertThat(raw.readAll()).contains("data: 2\n\n");
        }
    }

    @Test
    void letsOthersThroughBesideTwoHundredOpenStreams() {
        restart(request -> {
            if (request.path().equals("/api/quick")) {
                return request.response().end("quick");
            }
            return request.response().setChunked(true).write("open");
        });
        List<HttpClientResponse> streams = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            streams.add(
                    await(client.request(options(HttpMethod.GET, "/api/stream")).compose(HttpClientRequest::send)));
        }

        assertThat(get("/api/quick").body()).isEqualTo("quick");

        streams.forEach(stream -> await(stream.request().reset().otherwiseEmpty()));
    }

    @Test
    void answersUnavailableWhileTheServiceIsAway() {
        servers.forEach(server -> await(server.close()));

        Reply reply = call(HttpMethod.POST, "/api/x", Buffer.buffer("{}"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("2");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(new JsonObject(reply.body()).getString("error_code")).isEqualTo("SERVICE_UNAVAILABLE");
    }

    @Test
    void refusesAtOnceWhatNeitherConnectionsNorQueueCanTake() {
        await(vertx.undeploy(deployment));
        start(1, 1, request -> Future.succeededFuture());
        List<Future<Integer>> statuses = new ArrayList<>();
        List<HttpClientRequest> requests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HttpClientRequest request = await(client.request(options(HttpMethod.GET, "/api/x")));
            requests.add(request);
            statuses.add(request.send().map(HttpClientResponse::statusCode));
        }

        await().untilAsserted(() -> assertThat(statuses)
                .filteredOn(Future::succeeded)
                .extracting(Future::result)
                .containsExactly(503, 503, 503));

        requests.forEach(request -> await(request.reset().otherwiseEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "identity", "chunked\r\nTransfer-Encoding: identity"})
    void refusesABodyWhoseEndServiceAndGatewayCouldSeeDifferently(String coding) throws Exception {
        try (RawClient raw = new RawClient(port)) {
            raw.write("POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n");

            assertThat(raw.readHead()).startsWith("HTTP/1.1 400");
        }
    }

    private void restart(Function<HttpServerRequest, Future<Void>> core) {
        await(vertx.undeploy(deployment));
        start(1_000, 1_000, core);
    }

    private void start(int poolSize, int waitQueueSize, Function<HttpServerRequest, Future<Void>> core) {
        HttpConfig http = HttpConfig.from(ConfigReader.of(Map.of("HTTP_PORT", "0")), 0);
        GatewayConfig config = new GatewayConfig(
                http,
                List.of(backend(core)),
                backend(named("auth")),
                Map.of("grafana", backend(named("grafana"))),
                poolSize,
                waitQueueSize);
        GatewayVerticle gateway = new GatewayVerticle(config, new Lifecycle());
        deployment = await(vertx.deployVerticle(gateway));
        port = gateway.port();
    }

    private Upstream backend(Function<HttpServerRequest, Future<Void>> answer) {
        HttpServer server = await(vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request ->
                        answer.apply(request).onFailure(e -> request.response().reset()))
                .listen());
        servers.add(server);
        return Upstream.onLoopback(server.actualPort());
    }

    private static Function<HttpServerRequest, Future<Void>> named(String name) {
        return request -> request.response().end(name + " " + request.uri());
    }

    private Reply get(String path) {
        return call(HttpMethod.GET, path, Buffer.buffer());
    }

    private Reply call(HttpMethod method, String path, Buffer body) {
        return await(client.request(options(method, path))
                .compose(request -> body.length() == 0 ? request.send() : request.send(body))
                .compose(response -> response.body().map(bytes -> new Reply(response, bytes.toString()))));
    }

    private RequestOptions options(HttpMethod method, String path) {
        return new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(method)
                .setURI(path);
    }

    private static void writeAll(RawClient raw, int total, AtomicLong written) {
        byte[] chunk = new byte[64 << 10];
        try {
            for (int sent = 0; sent < total; sent += chunk.length) {
                raw.write(chunk);
                written.addAndGet(chunk.length);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whether a number has moved and then rested for two polls. */
    private static boolean stands(AtomicLong number) {
        long before = number.get();
        await().pollDelay(java.time.Duration.ofMillis(400)).until(() -> true);
        return before > 0 && before == number.get();
    }

    private record Reply(HttpClientResponse response, String body) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.getHeader(name);
        }
    }
}
