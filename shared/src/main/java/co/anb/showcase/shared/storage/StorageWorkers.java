package co.anb.showcase.shared.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs blocking file work off the event loop, on threads named {@code storage-…}. Vert.x queues without a bound; here
 * the work that waits is bounded, so that a stalled disk costs refusals and not memory.
 */
public final class StorageWorkers {

    private static final int THREADS = 4;
    private static final int LONGEST_QUEUE = 1_000;
    private static final long WARN_AFTER_SECONDS = 30;

    private final WorkerExecutor executor;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int longestQueue;

    /** The threads, shared by all storages of a Vert.x. */
    public StorageWorkers(Vertx vertx) {
        this(vertx, LONGEST_QUEUE);
    }

    StorageWorkers(Vertx vertx, int longestQueue) {
        this.executor = vertx.createSharedWorkerExecutor("storage", THREADS, WARN_AFTER_SECONDS, TimeUnit.SECONDS);
        this.longestQueue = longestQueue;
    }

    /** Fails with {@code SERVICE_UNAVAILABLE} at once when too much work waits, else with what the work throws. */
    public <T> Future<T> run(Callable<T> work) {
        if (waiting.incrementAndGet() > longestQueue) {
            waiting.decrementAndGet();
            return Future.failedFuture(StorageProblems.busy());
        }
        return executor.executeBlocking(work, false).onComplete(done -> waiting.decrementAndGet());
    }

    /** Gives this user's share of the threads back. */
    public Future<Void> close() {
        return executor.close();
    }
}
