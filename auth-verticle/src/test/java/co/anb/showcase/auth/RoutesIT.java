package co.anb.showcase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.auth.password.PasswordHasher;
import co.anb.showcase.auth.token.SigningKeys;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.OpenApiDocument;
import co.anb.showcase.shared.http.RequestMetrics;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import co.anb.showcase.shared.observe.Health;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.observe.ManagementRoutes;
import co.anb.showcase.shared.observe.ProcessMetrics;
import co.anb.showcase.shared.work.BoundedWorker;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.contract.RouteContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mounted routes are the contract's operations, both ways, and every configuration key is documented. */
@Showcase
class RoutesIT {

    @Test
    void routesAreTheContracts(Vertx vertx, ShowcaseServices services) {
        var config = AuthConfig.from(ConfigReader.of(AuthNode.environment(services.databaseUrl("auth"))));
        var lifecycle = new Lifecycle();
        var process = new ProcessMetrics();
        var registry = new SimpleMeterRegistry();
        var runtime = new ServiceRuntime(vertx, process, lifecycle, Clock.systemUTC());
        var worker = new BoundedWorker(vertx, "routes", 1, 10, Duration.ofSeconds(5));
        var pool = Database.open(vertx, config.db(), "routes");
        var keys = new SigningKeys(vertx, pool, worker, config.keys(), registry, Clock.systemUTC());
        var hasher = Await.await(PasswordHasher.start(worker, config.passwords(), registry));
        var health = new Health(vertx, lifecycle);
        var shared = new AuthVerticle.Shared(
                config,
                AuthServices.create(runtime, config, registry, pool, keys, hasher, worker),
                new RequestMetrics(registry),
                health,
                new ManagementRoutes(health, registry, process, false),
                Await.await(OpenApiDocument.load(vertx, "auth")),
                lifecycle,
                Clock.systemUTC());

        RouteContract.assertSame(
                new AuthVerticle(shared, port -> {}).router(new Edge(vertx, config.http(), lifecycle)), "auth");

        Await.await(pool.close());
        Await.await(worker.close());
    }

    @Test
    void everyKeyOfTheSectionIsDocumented() throws Exception {
        ConfigReader reader = ConfigReader.of(AuthNode.environment("postgresql://u:p@localhost/x"));
        AuthConfig config = AuthConfig.from(reader);
        String documented = java.nio.file.Files.readString(java.nio.file.Path.of("../docs/configuration.md"));

        assertThat(config.admin()).isEmpty();
        List<String> keys = reader.knownKeys().stream()
                .filter(key -> key.startsWith("auth."))
                .toList();
        assertThat(keys).isNotEmpty().allSatisfy(key -> assertThat(documented).contains("`" + key + "`"));
    }
}
