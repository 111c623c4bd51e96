package co.anb.showcase.local.members;

import co.anb.showcase.embedded.process.ChildProcess;
import co.anb.showcase.shared.work.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service in a JVM of its own. It is started again with growing pauses however it ends, until it is stopped. */
final class Member {

    private static final Logger LOG = LoggerFactory.getLogger(Member.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Whoever ran this long begins again with the shortest pause. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(200);
    private static final HttpClient PROBES = HttpClient.newHttpClient();
    private static final long LOG_INTERVAL_MILLIS = 300;

    private final Vertx vertx;
    private final WorkerExecutor blocking;
    private final MemberSpec spec;
    private final Consumer<String> console;
    private final MemberLog log;
    private final Backoff backoff = new Backoff(
            SHORTEST_PAUSE, LONGEST_PAUSE, () -> ThreadLocalRandom.current().nextDouble());
    private volatile @Nullable ChildProcess process;
    private volatile boolean stopping;
    private volatile long startedAt;
    private volatile long probedAt = System.nanoTime();
    private long logTimer = -1;

    /**
     * A member that does not run.
     *
     * @param blocking for what blocks; a start takes one of its threads until the service is ready
     * @param console gets lines for the person at the terminal
     */
    Member(Vertx vertx, WorkerExecutor blocking, MemberSpec spec, Consumer<String> console) {
        this.vertx = vertx;
        this.blocking = blocking;
        this.spec = spec;
        this.console = console;
        this.log = new MemberLog(spec.log());
    }

    /** Succeeds when the service is ready; fails with the end of its log when it ended or was not ready in time. */
    Future<Void> start() {
        logTimer = vertx.setPeriodic(LOG_INTERVAL_MILLIS, id -> tellNews());
        return blocking.executeBlocking(
                () -> {
                    ChildProcess child = spawn();
                    child.await(this::isReady, START_LIMIT);
                    return null;
                },
                false);
    }

    /** SIGTERM, the orderly stop of the service, and SIGKILL when that takes too long. */
    Future<Void> stop() {
        stopping = true;
        return blocking.<Void>executeBlocking(
                        () -> {
                            ChildProcess child = process;
                            if (child != null) {
                                ChildProcess.end(child.handle(), "TERM", STOP_LIMIT);
                            }
                            return null;
                        },
                        false)
                .onComplete(stopped -> vertx.cancelTimer(logTimer));
    }

    private ChildProcess spawn() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(ChildProcess.endWithParent("KILL", spec.command()));
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        startedAt = System.nanoTime();
        ChildProcess child = ChildProcess.start(spec.name(), builder, spec.log());
        log.restart();
        process = child;
        CompletableFuture<Void> watched = child.handle().onExit().thenAccept(ended -> ended(ended.pid()));
        LOG.debug("watching member={} done={}", spec.name(), watched.isDone());
        return child;
    }

    private void ended(long pid) {
        if (stopping) {
            return;
        }
        if (System.nanoTime() - startedAt > STEADY.toNanos()) {
            backoff.reset();
        }
        long pause = backoff.nextMillis();
        LOG.warn("member ended member={} pid={} startsAgainInMillis={}", spec.name(), pid, pause);
        console.accept("process " + pid + " ended; starts again in " + pause + " ms");
        vertx.setTimer(pause, id -> startAgain());
    }

    private void startAgain() {
        if (stopping) {
            return;
        }
        blocking.executeBlocking(this::spawn, false).onFailure(e -> {
            LOG.error("a member can't be started member={}", spec.name(), e);
            console.accept("can't be started: " + e.getMessage());
        });
    }

    /** Asks it, but no more often than it does it good. */
    private boolean isReady() {
        long now = System.nanoTime();
        if (now - probedAt < PROBE_INTERVAL.toNanos()) {
            return false;
        }
        probedAt = now;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + spec.port() + "/health/ready"))
                .timeout(PROBE_LIMIT)
                .build();
        try {
            return PROBES.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void tellNews() {
        blocking.executeBlocking(log::news, true)
                .onSuccess(lines -> lines.forEach(console))
                .onFailure(e -> LOG.debug("the log of a member can't be read member={}", spec.name(), e));
    }
}
