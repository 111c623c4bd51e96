package co.anb.showcase.shared.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are counted once, by the router or by the lane in front of it. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RequestMetricsIT {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Lifecycle lifecycle = new Lifecycle();
    private WebClient client;
    private int port;

    @BeforeEach
    void listen(Vertx vertx) {
        client = WebClient.create(vertx);
        HttpConfig config = HttpConfig.from(ConfigReader.of(Map.of()), 0);
        Edge edge = new Edge(vertx, config, lifecycle, new RequestMetrics(registry));
        Router router = edge.router();
        router.get("/routed").handler(edge.reply(ctx -> Future.succeededFuture(Reply.noContent())));
        Prepared ready = Prepared.done("/ready", Buffer.buffer("{}"), Map.of());
        FastLane lane = request -> switch (request.path()) {
            case "/ready" -> Optional.of(FastLane.Taken.ready(ready));
            case "/refused" ->
                Optional.of(new FastLane.Taken(
                        "/refused", Future.failedFuture(ProblemException.of(ProblemType.ALREADY_VOTED))));
            case "/broken" -> Optional.of(new FastLane.Taken("/broken", Future.failedFuture("a secret detail")));
            case "/thrown" -> throw new IllegalStateException("a secret detail");
            default -> Optional.empty();
        };
        port = edge.listen(lane, router).await().actualPort();
    }

    @Test
    void eachRequestIsCountedByItsRouteAndStatus() {
        get("/routed");
        get("/ready");
        get("/refused");

        await().untilAsserted(() -> {
            assertThat(count("/routed", "2xx")).isOne();
            assertThat(count("/ready", "2xx")).isOne();
            assertThat(count("/refused", "4xx")).isOne();
            assertThat(registry.get("showcase.http.answered").counter().count()).isEqualTo(3);
            assertThat(registry.get("showcase.http.in.flight").gauge().value()).isZero();
        });
    }

    @Test
    void connectionsAreCountedWhileTheyAreOpen() {
        get("/ready");
        assertThat(registry.get("showcase.http.connections").gauge().value()).isOne();

        client.close();

        await().untilAsserted(() -> assertThat(
                        registry.get("showcase.http.connections").gauge().value())
                .isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/broken", "/thrown"})
    void laneFailsAsTheRouterDoes(String path) {
        HttpResponse<Buffer> broken = get(path);

        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.bodyAsJsonObject().getString("error_code")).isEqualTo("INTERNAL_ERROR");
        assertThat(broken.bodyAsString()).doesNotContain("secret");
    }

    @Test
    void laneClosesConnectionsWhileTheNodeDrains() {
        assertThat(get("/ready").getHeader("Connection")).isNull();

        lifecycle.drain();

        assertThat(get("/ready").getHeader("Connection")).isEqualToIgnoringCase("close");
        assertThat(get("/refused").getHeader("Connection")).isEqualToIgnoringCase("close");
    }

    private long count(String route, String status) {
        return registry.get("showcase.http.requests")
                .tags("method", "GET", "route", route, "status", status)
                .timer()
                .count();
    }

    @CanIgnoreReturnValue
    private HttpResponse<Buffer> get(String path) {
        return client.get(port, "127.0.0.1", path).send().await();
    }
}
