package co.anb.showcase.shared.work;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Pauses that double from a shortest to a longest, each between half and all of its value ("equal jitter"), so that
 * many that wait for the same thing do not come at once. Not thread-safe.
 */
public final class Backoff {
    private final Duration min;
    private final Duration max;
    private final DoubleSupplier random;
    private int failures;

    /** @param random numbers from 0 to below 1 */
    public Backoff(Duration min, Duration max, DoubleSupplier random) {
        this.min = min;
        this.max = max;
        this.random = random;
    }

    /** The next pause in milliseconds, at least 1. */
    public long nextMillis() {
        double full = Math.min((double) max.toMillis(), min.toMillis() * Math.pow(2, failures));
        failures = Math.min(failures + 1, Integer.SIZE);
        return Math.max(1, Math.round(full / 2 + full / 2 * random.getAsDouble()));
    }

    /** Begins again with the shortest pause. */
    public void reset() {
        failures = 0;
    }
}
