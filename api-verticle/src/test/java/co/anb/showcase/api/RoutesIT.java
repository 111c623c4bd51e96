package co.anb.showcase.api;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import co.anb.showcase.testkit.contract.RouteContract;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The service as a whole: its routes are those of the contract, it says how it is, it stops in order. */
@Showcase
class RoutesIT {

    @Test
    void mountsExactlyTheOperationsOfTheContract(Vertx vertx, ShowcaseServices services, Tokens tokens) {
        ApiConfig config = ApiConfig.of(TestApi.environment(services, tokens));
        OpenParts parts = new OpenParts();
        ApiServices opened = TestApi.started(new ApiAssembly(TestApi.runtime(vertx), config, parts).open());

        RouteContract.assertSame(
                new ApiVerticle(opened).router(new Edge(vertx, config.http(), new Lifecycle())), "core");

        await(parts.close());
    }

    @Test
    void answersWhatNeedsNoToken(Vertx vertx, ShowcaseServices services, Tokens tokens) {
        Map<String, String> pathToType = Map.of(
                "/api/health", "application/json",
                "/api/", "application/json",
                "/api", "application/json",
                "/api/docs", "text/html",
                "/api/openapi.json", "application/json",
                "/", "text/html",
                "/index.html", "text/html",
                "/app/main.js", "text/javascript");
        try (TestApi api = TestApi.start(vertx, services, tokens, Map.of())) {
            pathToType.forEach((path, type) -> {
                HttpResponse<Buffer> answer = path.startsWith("/api")
                        ? await(api.client().get(path).send())
                        : await(api.web().get(path).send());
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.getHeader("Content-Type")).as(path).startsWith(type);
                assertThat(answer.getHeader("Content-Security-Policy")).as(path).contains("frame-ancestors 'none'");
            });
        }
    }

    @Test
    void isHealthyWithAllDependenciesAndSharesOnePortBetweenItsInstances(
            Vertx vertx, ShowcaseServices services, Tokens tokens) {
        try (TestApi api = TestApi.start(vertx, services, tokens, Map.of("HTTP_INSTANCES", "3"))) {
            Awaitility.await().untilAsserted(() -> {
                JsonObject body = await(api.client().get("/api/health").send()).bodyAsJsonObject();
                assertThat(body.getString("status")).as(body.encode()).isEqualTo("healthy");
                assertThat(body.getJsonArray("checks")).hasSize(4);
            });
            assertThat(await(api.web().get("/metrics").send()).bodyAsString()).contains("showcase_upload_in_flight");
            assertThat(await(api.web().get("/health/ready").send()).statusCode())
                    .isEqualTo(200);
        }
    }
}
