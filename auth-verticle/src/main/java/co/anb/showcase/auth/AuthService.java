package co.anb.showcase.auth;

import co.anb.showcase.auth.password.PasswordConfig;
import co.anb.showcase.auth.password.PasswordHasher;
import co.anb.showcase.auth.token.KeyConfig;
import co.anb.showcase.auth.token.SigningKeys;
import co.anb.showcase.auth.token.UnusableKeyException;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.Migrations;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.http.OpenApiDocument;
import co.anb.showcase.shared.http.RequestMetrics;
import co.anb.showcase.shared.launcher.RunningService;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import co.anb.showcase.shared.observe.Health;
import co.anb.showcase.shared.observe.ManagementRoutes;
import co.anb.showcase.shared.observe.ServiceMetrics;
import co.anb.showcase.shared.work.BoundedWorker;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The service's life: schema, keys, first administrator, then the servers; at the end the same in reverse. It listens
 * only when it can do its work.
 */
final class AuthService implements RunningService {

    private static final String SERVICE = "auth";
    private static final String MIGRATIONS = "db/auth";
    /** Signing takes a millisecond where hashing takes fifty: refreshes must not wait behind logins. */
    private static final int SIGNING_THREADS = 2;

    private static final AtomicInteger FREE_PORTS = new AtomicInteger(-1_000);

    private final ServiceRuntime runtime;
    private final Vertx vertx;
    private final ConfigReader reader;
    private final AuthConfig config;
    private final MeterRegistry registry = ServiceMetrics.create(SERVICE);
    private final Deque<Supplier<Future<?>>> closers = new ArrayDeque<>();
    private volatile int port;

    AuthService(ServiceRuntime runtime, ConfigReader reader, AuthConfig config) {
        this.runtime = runtime;
        this.vertx = runtime.vertx();
        this.reader = reader;
        this.config = config;
    }

    Future<RunningService> start() {
        return Migrations.run(vertx, config.db(), MIGRATIONS)
                .compose(migrated -> startServices())
                .compose(this::listen)
                .<RunningService>map(listening -> this)
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Future<Void> stop() {
        Future<?> stopped = Future.succeededFuture();
        while (!closers.isEmpty()) {
            Supplier<Future<?>> closer = closers.pop();
            stopped = stopped.eventually(closer::get);
        }
        return stopped.mapEmpty();
    }

    private Future<AuthServices> startServices() {
        PasswordConfig passwords = config.passwords();
        Pool pool = opened(Database.open(vertx, config.db(), "auth"), Pool::close);
        BoundedWorker hashing = opened(
                new BoundedWorker(vertx, "auth-hashing", passwords.threads(), passwords.queue(), passwords.maxWait()),
                BoundedWorker::close);
        BoundedWorker signing = opened(
                new BoundedWorker(vertx, "auth-signing", SIGNING_THREADS, passwords.queue(), passwords.maxWait()),
                BoundedWorker::close);
        SigningKeys keys = new SigningKeys(vertx, pool, signing, config.keys(), registry, runtime.clock());
        return keys.maintain()
                .recover(this::explainUnusableKey)
                .compose(maintained -> PasswordHasher.start(hashing, passwords, registry))
                .map(hasher -> AuthServices.create(runtime, config, registry, pool, keys, hasher, signing))
                .compose(services -> services.firstAdmin().ensure().map(services))
                .onSuccess(this::startJobs);
    }

    private void startJobs(AuthServices services) {
        services.rotation().start();
        closers.push(services.rotation()::stop);
        services.purge().start();
        closers.push(services.purge()::stop);
    }

    private Future<String> listen(AuthServices services) {
        Health health = new Health(vertx, runtime.lifecycle());
        health.register("database", Health.Scope.SHARED, () -> Database.ping(services.pool()));
        health.register(
                "signing-key",
                Health.Scope.NODE,
                () -> services.keys().isReady() ? Future.succeededFuture() : Future.failedFuture("no signing key"));
        runtime.membership().showIn(health, registry);
        closers.push(() -> {
            health.close();
            return Future.succeededFuture();
        });
        return health.start()
                .compose(checked -> OpenApiDocument.load(vertx, SERVICE))
                .compose(contract -> deploy(services, health, contract))
                .onSuccess(id -> closers.push(() -> vertx.undeploy(id)));
    }

    private Future<String> deploy(AuthServices services, Health health, OpenApiDocument contract) {
        boolean exposesProcess = runtime.metrics().claim();
        var management = new ManagementRoutes(health, registry, runtime.metrics(), exposesProcess);
        var shared = new AuthVerticle.Shared(
                listenable(config),
                services,
                new RequestMetrics(registry),
                health,
                management,
                contract,
                runtime.lifecycle(),
                runtime.clock());
        int instances = Runtime.getRuntime().availableProcessors();
        return vertx.deployVerticle(
                () -> new AuthVerticle(shared, listening -> port = listening),
                new DeploymentOptions().setInstances(instances));
    }

    /**
     * For Vert.x a negative port is a free one that all servers of this number share; 0 would be one for each instance.
     * Two services of one JVM must not share theirs.
     */
    private static AuthConfig listenable(AuthConfig config) {
        HttpConfig http = config.http();
        HttpConfig shared = http.port() != 0
                ? http
                : new HttpConfig(
                        http.host(),
                        FREE_PORTS.decrementAndGet(),
                        http.publicUrl(),
                        http.bodyLimitBytes(),
                        http.requestTimeout(),
                        http.idleTimeout(),
                        http.drainNotice(),
                        http.drainLimit(),
                        http.accessLogRate());
        return new AuthConfig(
                shared,
                config.db(),
                config.passwords(),
                config.keys(),
                config.sessions(),
                config.throttle(),
                config.addresses(),
                config.admin(),
                config.cluster());
    }

    /** A wrong key-encryption key is a mistake of the configuration and is reported as one. */
    private Future<Void> explainUnusableKey(Throwable failure) {
        if (failure instanceof UnusableKeyException) {
            reader.reject(KeyConfig.KEY_ENCRYPTION_KEY, "" + failure.getMessage());
            reader.finish();
        }
        return Future.failedFuture(failure);
    }

    private <T> T opened(T resource, Function<T, Future<Void>> close) {
        closers.push(() -> close.apply(resource));
        return resource;
    }
}
