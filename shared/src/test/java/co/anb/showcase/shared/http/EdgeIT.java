package co.anb.showcase.shared.http;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.problem.Messages;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
@Timeout(20)
class EdgeIT {

    private final Lifecycle lifecycle = new Lifecycle();
    private Vertx vertx;
    private WebClient client;
    private int port;

    @BeforeEach
    void listen(Vertx instance) {
        vertx = instance;
        client = WebClient.create(vertx);
        HttpConfig config =
                HttpConfig.from(ConfigReader.of(Map.of("HTTP_BODY_LIMIT", "1kB", "HTTP_REQUEST_TIMEOUT", "200ms")), 0);
        Edge edge = new Edge(vertx, config, lifecycle);
        Router router = edge.router();
        router.get("/fails/:how").handler(edge.reply(EdgeIT::fail));
        router.post("/echo").handler(edge.json()).handler(edge.reply(EdgeIT::echo));
        router.get("/items/:id").handler(edge.reply(EdgeIT::item));
        port = edge.listen(router).await().actualPort();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404, NOT_FOUND",
        "DELETE, /echo, 405, METHOD_NOT_ALLOWED",
        "GET, /fails/problem, 400, ALREADY_VOTED",
        "GET, /fails/thrown, 500, INTERNAL_ERROR",
        "GET, /fails/failed, 500, INTERNAL_ERROR",
        "GET, /fails/slowly, 503, SERVICE_UNAVAILABLE",
        "GET, /fails/database-away, 503, SERVICE_UNAVAILABLE",
        "GET, /fails/statement, 500, INTERNAL_ERROR",
        "GET, /items/x?limit=ten, 400, VALIDATION_ERROR",
        "GET, /items/x?limit=0, 400, VALIDATION_ERROR",
        "GET, /items/x?limit=1&limit=2, 400, VALIDATION_ERROR",
        "GET, /items/not-an-id, 404, VIDEO_NOT_FOUND",
    })
    void everyFailureIsAProblem(String method, String path, int status, String code) {
        HttpResponse<Buffer> response = send(HttpMethod.valueOf(method), path, Buffer.buffer());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
        JsonObject body = response.bodyAsJsonObject();
        assertThat(body.getString("error_code")).isEqualTo(code);
        assertThat(body.getInteger("status")).isEqualTo(status);
        assertThat(body.getString("instance")).isEqualTo(path.replaceAll("\\?.*", ""));
        assertThat(body.getString("traceId")).isEqualTo(response.getHeader("X-Correlation-Id"));
        assertThat(body.fieldNames()).contains("type", "title", "detail");
        assertThat(body.encode()).doesNotContain("Exception").doesNotContain("secret detail");
    }

    @Test
    void unavailableSaysWhenToComeBack() {
        assertThat(send(HttpMethod.GET, "/fails/database-away", Buffer.buffer()).getHeader("Retry-After"))
                .isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{ | body.malformed", "[] | body.not-object", "'' | body.not-object", "\"x\" | body.not-object"})
    void aBodyThatIsNoObjectIsRefused(String body, String key) {
        HttpResponse<Buffer> response = send(HttpMethod.POST, "/echo", Buffer.buffer(body));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("detail")).isEqualTo(Messages.text(Messages.SPANISH, key));
    }

    @Test
    void allMembersThatCannotBeUsedAreNamedTogether() {
        Buffer body = new JsonObject()
                .put("name", "  ")
                .put("age", "x")
                .put("mail", "a\0b")
                .toBuffer();

        HttpResponse<Buffer> response = send(HttpMethod.POST, "/echo", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("pointer")))
                .containsExactly("#/name", "#/age", "#/mail", "#/city");
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        assertThat(send(HttpMethod.POST, "/echo", Buffer.buffer("x".repeat(2_000)))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aTrailingSlashIsTolerated() {
        String id = Ids.next().toString();

        assertThat(send(HttpMethod.GET, "/items/" + id + "/", Buffer.buffer()).statusCode())
                .isEqualTo(200);
        assertThat(send(HttpMethod.POST, "/echo/", valid()).statusCode()).isEqualTo(200);
    }

    @Test
    void theLanguageFollowsTheClient() {
        HttpResponse<Buffer> response = client.get(port, "127.0.0.1", "/fails/problem")
                .putHeader("Accept-Language", "en-GB,en;q=0.9")
                .send()
                .await();

        assertThat(response.bodyAsJsonObject().getString("detail")).isEqualTo("You have already voted for this video.");
        assertThat(response.getHeader("Content-Language")).isEqualTo("en");
    }

    @ParameterizedTest
    @CsvSource({"abc-123, true", "'no blanks', false", "x\u00f1, false"})
    void anAcceptableCorrelationIdIsEchoed(String sent, boolean echoed) {
        String received = client.get(port, "127.0.0.1", "/nowhere")
                .putHeader("X-Correlation-Id", sent)
                .send()
                .await()
                .getHeader("X-Correlation-Id");

        assertThat(received.equals(sent)).isEqualTo(echoed);
        assertThat(received).isNotBlank();
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() {
        HttpResponse<Buffer> response = send(HttpMethod.POST, "/echo", valid());

        assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.getHeader("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.getHeader("Connection")).isNull();
    }

    @Test
    void whileDrainingConnectionsAreClosedAfterTheirAnswer() {
        lifecycle.drain();

        assertThat(send(HttpMethod.POST, "/echo", valid()).getHeader("Connection"))
                .isEqualTo("close");
    }

    @ParameterizedTest
    @CsvSource({"header, 431", "line, 414", "junk, 400"})
    void whatCannotBeDecodedIsAProblemToo(String what, int status) {
        String request = switch (what) {
            case "header" -> "GET /items/x HTTP/1.1\r\nHost: a\r\nX-Big: " + "x".repeat(20_000) + "\r\n\r\n";
            case "line" -> "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n";
            default -> "\u0001\u0002 nonsense\r\n\r\n";
        };

        String answer = sendRaw(request);

        assertThat(answer).matches("(?s)HTTP/1\\.[01] " + status + " .*").contains("application/problem+json");
    }

    private String sendRaw(String request) {
        return vertx.createNetClient(new NetClientOptions())
                .connect(port, "127.0.0.1")
                .compose(socket -> {
                    Promise<String> answer = Promise.promise();
                    Buffer received = Buffer.buffer();
                    socket.handler(received::appendBuffer);
                    socket.closeHandler(closed -> answer.tryComplete(received.toString()));
                    return socket.write(request).compose(written -> answer.future());
                })
                .await();
    }

    private HttpResponse<Buffer> send(HttpMethod method, String path, Buffer body) {
        return client.request(method, port, "127.0.0.1", path).sendBuffer(body).await();
    }

    private static Buffer valid() {
        return new JsonObject()
                .put("name", "Íñigo")
                .put("age", 20)
                .put("city", "Cali")
                .toBuffer();
    }

    private static Future<Reply> fail(RoutingContext ctx) {
        return switch (ctx.pathParam("how")) {
            case "problem" -> Future.failedFuture(ProblemException.of(ProblemType.ALREADY_VOTED));
            case "thrown" -> throw new IllegalStateException("secret detail");
            case "failed" -> Future.failedFuture(new IllegalStateException("secret detail"));
            case "database-away" -> Future.failedFuture(new java.net.ConnectException("secret detail"));
            case "statement" -> Future.failedFuture(new PgException("secret detail", "ERROR", "42601", ""));
            default ->
                ctx.vertx()
                        .timer(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS)
                        .map(late -> Reply.noContent());
        };
    }

    private static Future<Reply> echo(RoutingContext ctx) {
        Body body = Body.of(ctx);
        String name = body.text("name", 1, 10);
        long age = body.number("age", 18, 99);
        String mail = body.optionalText("mail", 1, 10).orElse("none");
        String city = body.text("city", 1, 10);
        body.check();
        return Future.succeededFuture(Reply.ok(
                new JsonObject(Map.of("name", name, "age", age, "mail", mail, "city", city, "all", List.of()))));
    }

    private static Future<Reply> item(RoutingContext ctx) {
        int limit = Params.integer(ctx, "limit", 1, 100, 50);
        return Future.succeededFuture(Reply.ok(new JsonObject()
                .put("id", Params.id(ctx, "id", ProblemType.VIDEO_NOT_FOUND).toString())
                .put("limit", limit)));
    }
}
