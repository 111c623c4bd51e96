package co.anb.showcase.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits in a test's own thread. */
public final class Await {
    private static final long LIMIT_SECONDS = 10;

    private Await() {}

    /**
     * Returns what a future succeeds with, or throws what it fails with, as it is and unwrapped.
     *
     * <p>Vert.x 5's own {@code future.await()} works as well from a plain thread on Java 17 (it refuses only event
     * loops); this one has a limit, so that a future that nobody completes is a failure with a sentence instead of a
     * hanging build.
     *
     * @throws AssertionError when the future is not complete after 10 s
     */
    @CanIgnoreReturnValue
    public static <T> T await(Future<T> future) {
        try {
            return future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a future was not completed in " + LIMIT_SECONDS + " s", e);
        }
    }

    /**
     * Returns what a future fails with.
     *
     * @throws AssertionError when it succeeds or is not complete after 10 s
     */
    public static Throwable failure(Future<?> future) {
        return await(future.transform(result -> result.succeeded()
                ? Future.failedFuture(new AssertionError("expected a failure, got " + result.result()))
                : Future.succeededFuture(result.cause())));
    }
}
