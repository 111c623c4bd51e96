package co.anb.showcase.shared.work;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A named pool of threads for work that takes the processor, with a bound on what runs and waits: Vert.x's own queue
 * has none, so ten thousand logins at once would hold ten thousand requests for minutes. Over the bound the answer is
 * SERVICE_UNAVAILABLE at once. Safe for all threads.
 */
public final class BoundedWorker {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final long STUCK_SECONDS = 60;

    private final WorkerExecutor executor;
    private final int limit;
    private final long maxWaitNanos;
    private final AtomicInteger held = new AtomicInteger();

    /**
     * Starts a pool.
     *
     * @param name of its threads
     * @param threads how many work at the same time
     * @param limit how many pieces of work may run or wait
     * @param maxWait work that waited longer is refused when its turn comes
     */
    public BoundedWorker(Vertx vertx, String name, int threads, int limit, Duration maxWait) {
        this.executor = vertx.createSharedWorkerExecutor(name, threads, STUCK_SECONDS, TimeUnit.SECONDS);
        this.limit = limit;
        this.maxWaitNanos = maxWait.toNanos();
    }

    /** Runs a piece of work; fails with SERVICE_UNAVAILABLE when too much waits already. */
    public <T> Future<T> run(Callable<T> work) {
        if (held.incrementAndGet() > limit) {
            held.decrementAndGet();
            return Future.failedFuture(full());
        }
        long queuedAt = System.nanoTime();
        return executor.executeBlocking(() -> runInTime(work, queuedAt), false)
                .onComplete(done -> held.decrementAndGet());
    }

    /** How many pieces of work run or wait. */
    public int held() {
        return held.get();
    }

    /** Ends the threads. */
    public Future<Void> close() {
        return executor.close();
    }

    private <T> T runInTime(Callable<T> work, long queuedAt) throws Exception {
        if (System.nanoTime() - queuedAt > maxWaitNanos) {
            throw full();
        }
        return work.call();
    }

    private static ProblemException full() {
        return ProblemException.of(ProblemType.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER);
    }
}
