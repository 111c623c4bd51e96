package co.anb.showcase.shared.launcher;

import co.anb.showcase.shared.cluster.ClusterConfig;
import co.anb.showcase.shared.cluster.ClusterNode;
import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.observe.JulLog;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.observe.ProcessMetrics;
import co.anb.showcase.shared.observe.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one service as a process: start, one ready line, and on SIGTERM or SIGINT the orderly stop (not ready, the
 * notice to load balancers, stop, exit 0). A start that fails says why in one sentence and exits 1.
 */
public final class Launcher {

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(6);
    private static final Duration LAST_LINES_LIMIT = Duration.ofSeconds(5);

    private final ServiceMain service;
    private final Map<String, String> environment;
    private final Lifecycle lifecycle = new Lifecycle();
    private final ProcessMetrics metrics = new ProcessMetrics();
    private final Tracing tracing;
    private final AtomicReference<ClusterNode> opened = new AtomicReference<>();
    private final AtomicReference<RunningService> running = new AtomicReference<>();
    private final AtomicBoolean failed = new AtomicBoolean();

    private Launcher(ServiceMain service, Map<String, String> environment) {
        this.service = service;
        this.environment = environment;
        this.tracing = Tracing.of(service.name(), environment);
    }

    /**
     * The whole life of a service's process; called by its {@code main}.
     *
     * @param arguments the command line: nothing, or {@code --cluster} for {@code cluster.enabled=true}
     * @param environment the variables of the process
     */
    public static void run(ServiceMain service, String[] arguments, Map<String, String> environment) {
        JulLog.join();
        try {
            new Launcher(service, with(arguments, environment)).launch();
        } catch (IllegalArgumentException e) {
            LOG.error("{} can't start. {}", service.name(), e.getMessage());
            endLogging();
            System.exit(1);
        }
    }

    private static Map<String, String> with(String[] arguments, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        for (String argument : arguments) {
            if (!argument.equals("--cluster")) {
                throw new IllegalArgumentException("There is no option " + argument + "; there is --cluster.");
            }
            variables.put(ClusterConfig.SWITCH, "true");
        }
        return Map.copyOf(variables);
    }

    private void launch() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopInHook, "stop"));
        WarmUp.run();
        openCluster().compose(this::start).onFailure(this::giveUp).onSuccess(started -> {
            running.set(started);
            LOG.info("{} ready on :{}", service.name(), started.port());
        });
    }

    /** A mistake in this section is told with all others, by the service. */
    private Future<ClusterNode> openCluster() {
        try {
            ClusterConfig config = ClusterConfig.from(ConfigReader.of(environment));
            return ClusterNode.open(config, service.name(), metrics, tracing);
        } catch (ConfigException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<RunningService> start(ClusterNode node) {
        opened.set(node);
        return start(new ServiceRuntime(node.vertx(), metrics, lifecycle, Clock.systemUTC(), node.membership()));
    }

    private Future<RunningService> start(ServiceRuntime runtime) {
        try {
            return service.start(runtime, environment);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void giveUp(Throwable cause) {
        if (cause instanceof ConfigException) {
            LOG.error("{} can't start. {}", service.name(), cause.getMessage());
        } else {
            LOG.error("{} can't start", service.name(), cause);
        }
        failed.set(true);
        // Not on this thread: exit waits for the hook, and the hook waits for this event loop.
        new Thread(() -> System.exit(1), "exit").start();
    }

    private void stopInHook() {
        LOG.info("{} stops", service.name());
        lifecycle.drain();
        boolean clean = stop(opened.get()) && !failed.get();
        tracing.close();
        LOG.info("{} has stopped clean={}", service.name(), clean);
        endLogging();
        // The JVM would report 128 + signal; an orderly stop is a success (systemd, Kubernetes).
        Runtime.getRuntime().halt(clean ? 0 : 1);
    }

    /** Whether all of it ended in order and in time; of a process that is told to stop before it is anything, yes. */
    private boolean stop(@Nullable ClusterNode node) {
        if (node == null) {
            return true;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicBoolean clean = new AtomicBoolean(true);
        notice(node.vertx())
                .compose(noticed -> stopRunning())
                .onFailure(e -> {
                    LOG.error("{} did not stop cleanly", service.name(), e);
                    clean.set(false);
                })
                // Not composed: what came before may be bound to an event loop, and those end with Vert.x.
                .onComplete(done -> node.vertx().close().onComplete(closed -> stopped.countDown()));
        boolean inTime = awaitQuietly(stopped);
        node.leave().run();
        return inTime && clean.get();
    }

    /** Writes the lines that wait in the queue, unless nobody reads them any more: then the process ends without. */
    private static void endLogging() {
        Thread last = new Thread(LogManager::shutdown, "last-lines");
        last.setDaemon(true);
        last.start();
        try {
            last.join(LAST_LINES_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Future<Void> notice(Vertx vertx) {
        Duration notice = ConfigReader.of(environment)
                .duration("http.drain-notice", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(10));
        boolean skip = running.get() == null || notice.isZero();
        return skip
                ? Future.succeededFuture()
                : vertx.timer(notice.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    private Future<Void> stopRunning() {
        RunningService started = running.get();
        return started == null ? Future.succeededFuture() : started.stop();
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
