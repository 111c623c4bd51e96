package co.anb.showcase.shared.observe;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.testkit.Showcase;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Showcase
class HealthIT {

    private final Vertx vertx;
    private final WebClient client;
    private final Lifecycle lifecycle = new Lifecycle();
    private final AtomicReference<Future<?>> database = new AtomicReference<>(Future.succeededFuture());
    private final AtomicReference<Future<?>> disk = new AtomicReference<>(Future.succeededFuture());
    private final AtomicInteger probes = new AtomicInteger();

    private Health health;
    private HttpServer server;

    HealthIT(Vertx vertx) {
        this.vertx = vertx;
        this.client = WebClient.create(vertx);
    }

    @BeforeEach
    void start() {
        health = new Health(vertx, lifecycle);
        health.register("database", Health.Scope.SHARED, () -> {
            probes.incrementAndGet();
            return database.get();
        });
        health.register("disk", Health.Scope.NODE, disk::get);
        health.describe("disk", "ext4");
        Edge edge = new Edge(vertx, HttpConfig.from(ConfigReader.of(Map.of()), 0), lifecycle);
        Router router = edge.router();
        PrometheusMeterRegistry registry = ServiceMetrics.create("sample");
        registry.counter("showcase.sample").increment();
        new ManagementRoutes(health, registry, new ProcessMetrics(), true).mount(router);
        await(health.start());
        server = await(edge.listen(router));
    }

    @AfterEach
    void stop() {
        health.close();
        await(server.close());
    }

    @Test
    void aSharedDependencyThatIsAwayDegradesAndHeals() {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);

        database.set(Future.failedFuture("away"));
        await().untilAsserted(() -> assertThat(health.isDegraded()).isTrue());

        assertThat(health.isBroken()).isFalse();
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").bodyAsString()).contains("{\"id\":\"database\",\"status\":\"DOWN\"}");
        assertThat(get("/health/ready").bodyAsString())
                .contains("{\"id\":\"disk\",\"status\":\"UP\",\"detail\":\"ext4\"}");

        database.set(Future.succeededFuture());
        await().untilAsserted(
                        () -> assertThat(get("/health/ready").statusCode()).isEqualTo(200));
    }

    @Test
    void aFaultOfThisNodeAloneBreaksIt() {
        disk.set(Future.failedFuture("full"));

        await().untilAsserted(() -> assertThat(health.isBroken()).isTrue());
        assertThat(health.isDegraded()).isFalse();
    }

    @Test
    void aCheckThatNeverAnswersCountsAsFailed() {
        database.set(Promise.promise().future());

        await().untilAsserted(() -> assertThat(health.isDegraded()).isTrue());
    }

    @Test
    void whileDrainingTheNodeIsNotReady() {
        lifecycle.drain();

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(health.isBroken()).isTrue();
    }

    @Test
    void aProbeCostsTheDependencyNothing() {
        int before = probes.get();
        for (int i = 0; i < 50; i++) {
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        }

        assertThat(probes.get() - before).isLessThan(10);
    }

    @Test
    void theScrapeHasTheServicesMetersAndTheProcessOnes() {
        String text = get("/metrics").bodyAsString();

        assertThat(text)
                .contains("showcase_sample_total{service=\"sample\"} 1.0")
                .contains("jvm_memory_used_bytes")
                .doesNotContain("jvm_memory_used_bytes{area=\"heap\",id=\"G1 Eden Space\",service");
    }

    private HttpResponse<Buffer> get(String path) {
        return await(client.get(server.actualPort(), "127.0.0.1", path).send());
    }
}
