package co.anb.showcase.local;

import co.anb.showcase.embedded.postgres.EmbeddedPostgresServer;
import co.anb.showcase.local.folder.InnerPorts;
import co.anb.showcase.local.folder.KeptSecrets;
import co.anb.showcase.local.folder.LocalRunException;
import co.anb.showcase.local.gateway.GatewayConfig;
import co.anb.showcase.local.gateway.GatewayVerticle;
import co.anb.showcase.local.gateway.Upstream;
import co.anb.showcase.local.prometheus.LocalPrometheus;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.launcher.ServiceMain;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All parts of the showcase, the services among them in this Vert.x or as processes of their own. They start as early
 * as what they depend on allows and stop in reverse order; a start that fails stops what had started. Made once for a
 * run; thread-safe.
 */
final class AllInOne {

    private static final Logger LOG = LoggerFactory.getLogger(AllInOne.class);
    private static final String CORE_DATABASE = "anb_core";
    private static final String AUTH_DATABASE = "anb_auth";
    private static final int BLOCKING_THREADS = 3;
    private static final Duration BLOCKING_LIMIT = Duration.ofMinutes(2);

    private final ServiceRuntime runtime;
    private final LocalSettings settings;
    private final LocalServices services;
    private final StartListener listener;
    private final Vertx vertx;
    private final InnerPorts ports;
    private final ServiceEnvironments environments;
    private final WorkerExecutor blocking;
    private final Optional<Path> prometheus;
    private final Optional<Integer> prometheusPort;
    private final Map<PartKind, Part> started = Collections.synchronizedMap(new EnumMap<>(PartKind.class));

    AllInOne(
            ServiceRuntime runtime,
            LocalSettings settings,
            InnerPorts ports,
            LocalServices services,
            StartListener listener) {
        this.runtime = runtime;
        this.settings = settings;
        this.services = services;
        this.listener = listener;
        this.vertx = runtime.vertx();
        this.ports = ports;
        this.environments = new ServiceEnvironments(settings, ports, KeptSecrets.of(settings.folder()));
        this.prometheus = LocalPrometheus.find(settings.environment().getOrDefault("PATH", ""));
        // Choosing a port blocks, so it is done here and not when the broker is there.
        this.prometheusPort = prometheus.map(program -> ports.port("prometheus"));
        this.blocking = vertx.createSharedWorkerExecutor(
                "embedded-parts", BLOCKING_THREADS, BLOCKING_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts everything; fails with the first failure once all that was under way has settled and been stopped. */
    Future<Void> start() {
        Future<EmbeddedPostgresServer> database = part(PartKind.POSTGRES, this::postgres);
        Future<BrokerSupply> broker = part(PartKind.BROKER, this::broker);
        Future<Void> ffmpeg = part(PartKind.FFMPEG, this::ffmpeg);
        Future<Void> auth = database.compose(
                server -> service(PartKind.AUTH, services.auth(), environments.auth(url(server, AUTH_DATABASE))));
        // Members of a cluster find each other where one is there before the others.
        Future<Void> first = settings.clustered() ? auth : Future.succeededFuture();
        Future<Void> worker = Future.join(database, broker, ffmpeg, first)
                .compose(ready -> service(
                        PartKind.WORKER,
                        services.worker(),
                        environments.worker(url(database.result(), CORE_DATABASE), broker.result())));
        // Core waits for Auth however long that takes, so it is not asked to before Auth is there.
        Future<Void> core = Future.join(auth, broker)
                .compose(ready -> service(
                        PartKind.CORE,
                        services.core(),
                        environments.core(url(database.result(), CORE_DATABASE), broker.result())));
        Future<Map<String, Upstream>> prometheus =
                broker.compose(supply -> part(PartKind.PROMETHEUS, () -> prometheus(supply)));
        return Future.join(List.of(database, broker, ffmpeg, auth, worker, core, prometheus))
                .compose(ready -> part(PartKind.GATEWAY, () -> gateway(prometheus.result())))
                .<Void>mapEmpty()
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    /** Stops what has started, last things first; goes on when a part can't be stopped, and fails then. */
    Future<Void> stop() {
        Future<Void> stopped = Future.succeededFuture();
        for (PartKind kind : List.copyOf(started.keySet()).stream()
                .sorted(Collections.reverseOrder())
                .toList()) {
            Part part = started.remove(kind);
            if (part != null) {
                stopped = after(stopped, () -> stopOne(kind, part));
            }
        }
        return after(stopped, blocking::close);
    }

    /** Runs a step whatever became of the one before; fails when either did. */
    private static Future<Void> after(Future<Void> before, Supplier<Future<Void>> step) {
        return before.transform(earlier -> step.get().compose(done -> before));
    }

    private static Future<Void> stopOne(PartKind kind, Part part) {
        return part.stop()
                .get()
                .onSuccess(done -> LOG.info("{} has stopped", kind.title()))
                .onFailure(e -> LOG.error("{} did not stop cleanly", kind.title(), e));
    }

    private Future<EmbeddedPostgresServer> postgres() {
        int port = ports.port("postgres");
        return onThread(() -> {
                    EmbeddedPostgresServer.endOrphan(settings.folder().postgres());
                    return EmbeddedPostgresServer.start(settings.folder().postgres(), port);
                })
                .compose(server -> {
                    started.put(PartKind.POSTGRES, new Part("127.0.0.1:" + port, () -> closing(server::close)));
                    return onThread(() -> withDatabases(server));
                });
    }

    private static EmbeddedPostgresServer withDatabases(EmbeddedPostgresServer server) {
        server.createDatabase(CORE_DATABASE);
        server.createDatabase(AUTH_DATABASE);
        return server;
    }

    private Future<BrokerSupply> broker() {
        int port = ports.port("amqp");
        Optional<Integer> metricsPort = prometheus.map(program -> ports.port("rabbitmq-metrics"));
        return onThread(() -> BrokerSupply.start(settings, port, metricsPort))
                .onSuccess(supply -> started.put(
                        PartKind.BROKER,
                        new Part(
                                "127.0.0.1:" + port + " (" + supply.title() + ")",
                                () -> closing(supply.broker()::close))));
    }

    private Future<Void> ffmpeg() {
        return onThread(() -> FfmpegSupply.find(settings.folder(), settings.environment()))
                .onSuccess(found ->
                        started.put(PartKind.FFMPEG, new Part(found.ffmpeg().toString(), Future::succeededFuture)))
                .mapEmpty();
    }

    private Future<Void> service(PartKind kind, ServiceMain service, Map<String, String> environment) {
        return part(
                kind,
                () -> service.start(runtime, environment).<Void>map(running -> {
                    started.put(kind, new Part("http://127.0.0.1:" + running.port(), running::stop));
                    return null;
                }));
    }

    /** Nobody needs it to run the showcase: where it is missing or does not start, a line says so. */
    private Future<Map<String, Upstream>> prometheus(BrokerSupply broker) {
        if (prometheus.isEmpty() || prometheusPort.isEmpty()) {
            started.put(PartKind.PROMETHEUS, new Part("not installed: no /prometheus/", Future::succeededFuture));
            return Future.succeededFuture(Map.of());
        }
        int port = prometheusPort.get();
        Map<String, List<Integer>> jobToPorts = new HashMap<>(environments.jobToPorts());
        broker.metricsPort().ifPresent(metrics -> jobToPorts.put("rabbitmq", List.of(metrics)));
        return onThread(() -> LocalPrometheus.start(
                        prometheus.get(), settings.folder().prometheus(), port, settings.publicUrl(), jobToPorts))
                .map(running -> {
                    started.put(
                            PartKind.PROMETHEUS,
                            new Part(settings.publicUrl() + "/prometheus/", () -> closing(running::close)));
                    return Map.of("prometheus", Upstream.onLoopback(port));
                })
                .recover(failure -> {
                    LOG.warn("Prometheus does not start, local mode goes on without it", failure);
                    started.put(PartKind.PROMETHEUS, new Part("does not start: see the log", Future::succeededFuture));
                    return Future.succeededFuture(Map.of());
                });
    }

    private Future<Void> gateway(Map<String, Upstream> consoles) {
        Map<String, String> environment =
                Map.of("HTTP_HOST", settings.host(), "HTTP_PORT", Integer.toString(settings.port()));
        GatewayConfig config = GatewayConfig.of(
                HttpConfig.from(ConfigReader.of(environment), settings.port()),
                environments.corePorts().stream().map(Upstream::onLoopback).toList(),
                Upstream.onLoopback(environments.authPort()),
                consoles);
        return vertx.deployVerticle(new GatewayVerticle(config, runtime.lifecycle()))
                .recover(e -> Future.failedFuture(new LocalRunException(
                        "The gateway can't listen on " + settings.host() + ":" + settings.port() + ": " + e, e)))
                .map(id -> {
                    started.put(PartKind.GATEWAY, new Part(settings.publicUrl(), () -> vertx.undeploy(id)));
                    return null;
                });
    }

    /** Runs the start of a part, failures that are thrown included, and tells the listener. */
    private <T> Future<T> part(PartKind kind, Supplier<Future<T>> start) {
        long before = System.nanoTime();
        return Future.succeededFuture().compose(now -> start.get()).onSuccess(ready -> {
            Part part = started.get(kind);
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            listener.started(kind.title(), part == null ? "" : part.address(), took);
        });
    }

    private <T> Future<T> onThread(Callable<T> step) {
        return blocking.executeBlocking(step, false);
    }

    private Future<Void> closing(Runnable close) {
        return onThread(() -> {
            close.run();
            return null;
        });
    }

    private static String url(EmbeddedPostgresServer server, String database) {
        return server.url(database) + "?sslmode=disable";
    }
}
