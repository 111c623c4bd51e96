package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how long a job is tried; the same for Core and every worker.
 *
 * @param maxAttempts after so many a job is given up ({@code jobs.max-attempts})
 * @param retryDelay before the second attempt; it doubles with each one ({@code jobs.retry-delay})
 * @param lease how long a worker holds a job without renewing it ({@code jobs.lease})
 * @param autoPublish whether a processed video is up for voting at once ({@code videos.auto-publish})
 */
public record JobPolicy(int maxAttempts, Duration retryDelay, Duration lease, boolean autoPublish) {

    private static final double JITTER = 0.25;
    private static final int MAX_DOUBLINGS = 10;

    /** Reads the section. */
    public static JobPolicy from(ConfigReader reader) {
        return new JobPolicy(
                reader.integer("jobs.max-attempts", 3, 1, 20),
                reader.duration("jobs.retry-delay", Duration.ofSeconds(10), Duration.ofMillis(10), Duration.ofHours(1)),
                reader.duration("jobs.lease", Duration.ofSeconds(60), Duration.ofMillis(500), Duration.ofMinutes(10)),
                reader.flag("videos.auto-publish", true));
    }

    /** Whether an attempt was the last one. */
    public boolean isLast(int attempt) {
        return attempt >= maxAttempts;
    }

    /**
     * How long to wait after an attempt: {@code retryDelay · 2^(attempt - 1)} and up to a quarter more, so that jobs
     * that failed together don't come back together.
     *
     * @param attempt the one that failed, from 1
     */
    public Duration delayAfter(int attempt, RandomGenerator random) {
        long doubled = retryDelay.toMillis() << Math.min(attempt - 1, MAX_DOUBLINGS);
        return Duration.ofMillis(Math.round(doubled * (1 + JITTER * random.nextDouble())));
    }
}
