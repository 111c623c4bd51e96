package co.anb.showcase.local;

import co.anb.showcase.api.ApiMain;
import co.anb.showcase.auth.AuthMain;
import co.anb.showcase.embedded.broker.PrivateRabbitMq;
import co.anb.showcase.embedded.postgres.EmbeddedPostgresServer;
import co.anb.showcase.local.folder.DataFolder;
import co.anb.showcase.local.folder.FolderClaim;
import co.anb.showcase.local.folder.InnerPorts;
import co.anb.showcase.local.folder.Leftovers;
import co.anb.showcase.local.folder.LocalRunException;
import co.anb.showcase.local.folder.RunRecord;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import co.anb.showcase.shared.launcher.WarmUp;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.observe.ProcessMetrics;
import co.anb.showcase.shared.observe.Tracing;
import co.anb.showcase.worker.WorkerMain;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of local mode as a process: claim the folder, clear what a killed run left, start all, and on SIGINT or
 * SIGTERM stop all and exit 0. Whatever prevents the start is one sentence and exit 1.
 */
final class LocalRun {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(3);

    private final long begunAt = System.nanoTime();
    private final DataFolder folder;
    private final LocalOptions options;
    private final LocalSettings settings;
    private final Console console;
    private final Lifecycle lifecycle = new Lifecycle();
    private final ProcessMetrics metrics = new ProcessMetrics();
    private final Tracing tracing;
    private final AtomicInteger exitStatus = new AtomicInteger();

    LocalRun(DataFolder folder, LocalOptions options, Map<String, String> environment, Console console) {
        this.folder = folder;
        this.options = options;
        this.settings = new LocalSettings(
                folder, options.port(), options.broker(), options.clustered(), options.members(), environment);
        this.console = console;
        this.tracing = tracing(environment);
    }

    /**
     * Starts; the process goes on when this returns.
     *
     * @throws LocalRunException when the folder or the port is taken
     */
    void start() {
        FolderClaim claim = FolderClaim.take(folder, settings.publicUrl());
        try {
            refuseTakenPort();
        } catch (LocalRunException e) {
            claim.close();
            throw e;
        }
        console.say("ANB Rising Stars Showcase, data in " + folder.root());
        claim.killedRun().ifPresent(this::clearAfter);
        WarmUp.run();
        Vertx vertx = metrics.vertx(new VertxOptions(), tracing);
        ServiceRuntime runtime = new ServiceRuntime(vertx, metrics, lifecycle, Clock.systemUTC());
        InnerPorts ports = InnerPorts.of(folder);
        AllInOne all = new AllInOne(runtime, settings, ports, services(ports), console::started);
        CountDownLatch settled = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(all, vertx, claim, settled), "stop"));
        all.start()
                .onSuccess(ready -> ready(vertx, ports))
                .onFailure(this::giveUp)
                .onComplete(done -> settled.countDown());
    }

    private LocalServices services(InnerPorts ports) {
        return options.clustered()
                ? ClusteredServices.of(settings, ports, console::member)
                : new LocalServices(new AuthMain(), new ApiMain(), new WorkerMain());
    }

    private static Tracing tracing(Map<String, String> environment) {
        try {
            return Tracing.of("local", environment);
        } catch (IllegalArgumentException e) {
            throw new LocalRunException(e.getMessage() + ".", e);
        }
    }

    private void refuseTakenPort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException | IllegalArgumentException e) {
            throw new LocalRunException(
                    "The port " + settings.port() + " of " + settings.host() + " can't be used (" + e.getMessage()
                            + "). Stop the program that has it, or choose another one with --port.",
                    e);
        }
    }

    private void clearAfter(RunRecord killed) {
        boolean database = EmbeddedPostgresServer.endOrphan(folder.postgres());
        int broker = PrivateRabbitMq.endOrphan(folder.broker());
        // The job table knows all that its queues held, and a queue that was cut off in its first moments stays broken.
        PrivateRabbitMq.forget(folder.broker());
        int ended = Leftovers.end(folder, killed) + broker + (database ? 1 : 0);
        console.say("  The run before (process " + killed.pid() + ") was killed"
                + (ended == 0 ? "." : "; " + ended + " process(es) that it left were ended."));
    }

    private void ready(Vertx vertx, InnerPorts ports) {
        Duration took = Duration.ofNanos(System.nanoTime() - begunAt);
        console.say("Ready in " + Console.seconds(took) + " s: " + settings.publicUrl() + "   (log: "
                + folder.logs().resolve("anb.log") + "; Ctrl-C stops everything)");
        if (options.clustered()) {
            tellMembers(vertx, ports.port("core"));
        }
        if (options.demo()) {
            addDemo(vertx);
        }
    }

    private void tellMembers(Vertx vertx, int corePort) {
        ClusterView.of(vertx, corePort)
                .onSuccess(view -> console.say("Cluster: " + view))
                .onFailure(e -> LOG.warn("the cluster's members are not known", e));
    }

    private void addDemo(Vertx vertx) {
        vertx.executeBlocking(() -> new SampleClip(FfmpegSupply.find(folder, settings.environment())), false)
                .compose(clips -> new Demo(vertx, settings.publicUrl(), clips, folder.root()).run())
                .onSuccess(done -> console.say("The demo's players, clips and votes are there."))
                .onFailure(e -> {
                    LOG.error("the demo failed", e);
                    console.say("The demo could not be completed: " + e.getMessage());
                });
    }

    private void giveUp(Throwable cause) {
        LOG.error("the start failed", cause);
        console.complain("The start failed: " + cause.getMessage() + " (more in "
                + folder.logs().resolve("anb.log") + ")");
        exitStatus.set(1);
        // Not on this thread: exit waits for the hook, and the hook may wait for this event loop.
        new Thread(() -> System.exit(1), "exit").start();
    }

    private void stop(AllInOne all, Vertx vertx, FolderClaim claim, CountDownLatch settled) {
        lifecycle.drain();
        console.say("Stopping …");
        boolean inTime = awaitQuietly(settled);
        CountDownLatch stopped = new CountDownLatch(1);
        Future<Void> ended = all.stop().onFailure(e -> exitStatus.set(1)).eventually(vertx::close);
        ended.onComplete(done -> stopped.countDown());
        inTime = awaitQuietly(stopped) && inTime;
        tracing.close();
        claim.close();
        console.say(inTime ? "Stopped." : "Stopped; not everything ended in time.");
        LogManager.shutdown();
        // The JVM would report 128 + signal; an orderly stop is a success.
        Runtime.getRuntime().halt(inTime ? exitStatus.get() : 1);
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
