package co.anb.showcase.api;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.launcher.RunningService;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.observe.ProcessMetrics;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import co.anb.showcase.testkit.contract.ContractClient;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The whole Core API on a free port, its database and its storage folder laid open. Tests close it. */
public final class TestApi implements AutoCloseable {

    private final RunningService service;
    private final Pool pool;
    private final ContractClient client;
    private final WebClient web;
    private final Path storage;

    private TestApi(Vertx vertx, RunningService service, Pool pool, Path storage) {
        this.service = service;
        this.pool = pool;
        this.client = ContractClient.to(vertx, service.port());
        this.web = WebClient.create(
                vertx, new WebClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(service.port()));
        this.storage = storage;
    }

    /** Starts it; the variables come on top of those that it needs. */
    public static TestApi start(Vertx vertx, ShowcaseServices services, Tokens tokens, Map<String, String> variables) {
        Map<String, String> environment = environment(services, tokens);
        environment.putAll(variables);
        RunningService service = started(new ApiMain().start(runtime(vertx), environment));
        Pool pool = Database.open(vertx, DbConfig.from(ConfigReader.of(environment)), "test");
        return new TestApi(vertx, service, pool, services.storageDir());
    }

    /** Waits for a start, which on a busy machine takes its time. */
    static <T> T started(Future<T> start) {
        try {
            return start.await(1, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new AssertionError("the service did not start", e);
        }
    }

    static ServiceRuntime runtime(Vertx vertx) {
        return new ServiceRuntime(vertx, new ProcessMetrics(), new Lifecycle(), Clock.systemUTC());
    }

    static Map<String, String> environment(ShowcaseServices services, Tokens tokens) {
        return new HashMap<>(Map.of(
                "HTTP_PORT",
                "0",
                "DATABASE_URL",
                services.databaseUrl("core"),
                "STORAGE_ROOT",
                services.storageDir().toString(),
                "STORAGE_SIGNING_KEY",
                "0123456789abcdef0123456789abcdef",
                "AMQP_URI",
                services.amqpUri(),
                "AMQP_BROKER",
                services.brokerKind().name().toLowerCase(Locale.ROOT),
                "AUTH_URL",
                tokens.authUrl(),
                "TOKENS_REVOCATIONS_POLL",
                "50ms",
                "REAPER_PERIOD",
                "200ms"));
    }

    /** Where it listens. */
    public int port() {
        return service.port();
    }

    /** A client that holds every answer against the contract. */
    public ContractClient client() {
        return client;
    }

    /** A client for what is outside the contract. */
    public WebClient web() {
        return web;
    }

    /** Its database. */
    public Pool pool() {
        return pool;
    }

    /** Runs a statement. */
    @CanIgnoreReturnValue
    public List<Row> sql(String statement, Object... parameters) {
        return await(pool.preparedQuery(statement).execute(Tuple.from(parameters))).stream()
                .toList();
    }

    /** How many rows a table has. */
    public long count(String table) {
        return sql("SELECT count(*) AS n FROM " + table).get(0).getLong("n");
    }

    /** Every file in the storage folder, by its key; temporary ones too. */
    public List<String> files() {
        try (Stream<Path> paths = Files.walk(storage)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> storage.relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a stored object. */
    public byte[] stored(String key) {
        try {
            return Files.readAllBytes(storage.resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until every stored object belongs to a video, and no upload and no deletion is open. */
    public void assertNothingLeftBehind() {
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(sql("SELECT storage_key FROM uploads")).isEmpty();
            assertThat(sql("SELECT storage_key FROM object_deletions")).isEmpty();
            List<String> owned = sql("SELECT original_key FROM videos").stream()
                    .map(row -> row.getString("original_key"))
                    .toList();
            assertThat(files()).isSubsetOf(owned);
            assertThat(count("jobs")).isEqualTo(count("videos"));
        });
    }

    @Override
    public void close() {
        client.close();
        web.close();
        await(pool.close());
        await(service.stop());
    }
}
