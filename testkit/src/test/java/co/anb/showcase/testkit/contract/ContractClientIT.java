package co.anb.showcase.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a server that keeps the contract and one that breaks it, point by point. */
class ContractClientIT {

    private static final String RANKINGS = "/api/public/rankings?city=bogota";

    private final Vertx vertx = Vertx.vertx();
    private Consumer<HttpServerResponse> behaviour = HttpServerResponse::end;
    private ContractClient target = ContractClient.to(vertx, 1);

    @BeforeEach
    void start() {
        int port = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        target = ContractClient.to(vertx, port);
    }

    @AfterEach
    void stop() {
        target.close();
        vertx.close().await();
    }

    @Test
    void acceptsWhatIsDocumented() {
        behaviour = response -> ranking(response, item());

        assertThat(get(RANKINGS).statusCode()).isEqualTo(200);
    }

    @Test
    void toleratesTrailingSlash() {
        behaviour = response -> ranking(response, item());

        assertThat(get("/api/public/rankings/").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesExtraMember() {
        behaviour = response -> ranking(response, item().put("player_id", "7"));

        assertBroken(RANKINGS, "getRanking", "player_id");
    }

    @Test
    void refusesMissingMember() {
        JsonObject item = item();
        item.remove("votes");
        behaviour = response -> ranking(response, item);

        assertBroken(RANKINGS, "getRanking", "votes");
    }

    @Test
    void refusesUndocumentedStatus() {
        behaviour = response -> problem(response.setStatusCode(422), "VALIDATION_ERROR");

        assertBroken(RANKINGS, "getRanking", "status is not documented");
    }

    @Test
    void refusesWrongContentType() {
        behaviour = response -> ranking(response.putHeader("Content-Type", "text/plain"), item());

        assertBroken(RANKINGS, "getRanking", "content type 'text/plain'");
    }

    @Test
    void refusesErrorThatIsNoProblemDocument() {
        behaviour = response -> response.setStatusCode(404)
                .putHeader("Content-Type", "application/json")
                .end("{}");

        assertBroken("/api/public/videos/7", "getPublicVideo", "application/json");
    }

    @Test
    void refusesMissingRequiredHeader() {
        behaviour = response -> response.putHeader("Content-Type", "application/json")
                .putHeader("ETag", "\"1\"")
                .end("[]");

        assertBroken(RANKINGS, "getRanking", "X-Total-Count is missing");
    }

    @Test
    void refusesHeaderOfWrongShape() {
        behaviour = response -> ranking(response.putHeader("X-Total-Count", "many"), item());

        assertBroken(RANKINGS, "getRanking", "X-Total-Count");
    }

    @Test
    void refusesUnauthorizedWithoutChallenge() {
        behaviour = response -> problem(response.setStatusCode(401), "UNAUTHORIZED");

        assertBroken("/auth/api/v1/me", "getOwnProfileV1", "WWW-Authenticate is missing");
    }

    @Test
    void acceptsUnauthorizedWithChallenge() {
        behaviour = response ->
                problem(response.setStatusCode(401).putHeader("WWW-Authenticate", "Bearer"), "UNAUTHORIZED");

        assertThat(get("/api/auth/me").statusCode()).isEqualTo(401);
    }

    @Test
    void refusesBodyThatIsNotJson() {
        behaviour = response -> response.putHeader("Content-Type", "application/json")
                .putHeader("ETag", "\"1\"")
                .putHeader("X-Total-Count", "0")
                .end("[");

        assertBroken(RANKINGS, "getRanking", "not JSON");
    }

    @Test
    void refusesWrongQuotedText() {
        behaviour = response -> response.putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("message", "Voto registrado.").toBuffer());

        assertThatThrownBy(() -> target.post("/api/public/videos/" + id() + "/vote")
                        .bearer("t")
                        .send()
                        .await())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("castVote");
    }

    @Test
    void wantsNotFoundWhereNothingIsDocumented() {
        behaviour = response ->
                response.putHeader("Content-Type", "application/json").end("{}");

        assertBroken("/api/nothing", "GET /api/nothing", "must be 404");
    }

    @Test
    void wantsMethodNotAllowedWithAllow() {
        behaviour = response -> problem(response.setStatusCode(405), "METHOD_NOT_ALLOWED");

        assertThatThrownBy(() -> target.put("/api/public/rankings").send().await())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Allow is missing");
    }

    @Test
    void judgesStreamedBytesByTheirHeaders() {
        behaviour = response -> response.putHeader("Content-Type", "video/mp4").end(Buffer.buffer("bytes"));

        assertBroken("/api/media/processed/2026/03/01/a.mp4?exp=1&sig=x", "readMedia", "Accept-Ranges is missing");
    }

    @Test
    void leavesManagementAlone() {
        behaviour = response -> response.putHeader("Content-Type", "text/plain").end("up 1");

        assertThat(get("/metrics").statusCode()).isEqualTo(200);
    }

    private void answer(HttpServerRequest request) {
        behaviour.accept(request.response().putHeader("X-Correlation-Id", "test"));
    }

    private HttpResponse<Buffer> get(String path) {
        return target.get(path).send().await();
    }

    private void assertBroken(String path, String... parts) {
        assertThatThrownBy(() -> get(path)).isInstanceOf(AssertionError.class).hasMessageContainingAll(parts);
    }

    private static void ranking(HttpServerResponse response, JsonObject item) {
        if (!response.headers().contains("Content-Type")) {
            response.putHeader("Content-Type", "application/json; charset=utf-8");
        }
        if (!response.headers().contains("X-Total-Count")) {
            response.putHeader("X-Total-Count", "1");
        }
        response.putHeader("ETag", "\"v1\"")
                .putHeader("Cache-Control", "public, max-age=1")
                .putHeader("Vary", "Accept-Encoding")
                .end(new JsonArray().add(item).toBuffer());
    }

    private static JsonObject item() {
        return new JsonObject()
                .put("position", 1)
                .put("username", "María Ñáñez")
                .put("city", "Bogotá")
                .put("votes", 3);
    }

    private static void problem(HttpServerResponse response, String code) {
        JsonObject body = new JsonObject()
                .put("type", "https://anb.example/problems/x")
                .put("title", "x")
                .put("status", response.getStatusCode())
                .put("detail", "x")
                .put("instance", "/api/x")
                .put("error_code", code)
                .put("traceId", "t");
        response.putHeader("Content-Type", "application/problem+json").end(body.toBuffer());
    }

    private static String id() {
        return "0198c0de-0000-7000-8000-000000000001";
    }
}
