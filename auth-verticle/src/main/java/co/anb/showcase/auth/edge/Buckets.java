package co.anb.showcase.auth.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A token bucket for each key. Buckets that nobody used for two periods are full again and are forgotten, and there are
 * never more than a fixed number, so that made-up keys can't fill the memory. Safe for all threads.
 */
final class Buckets {

    private static final int MAX_KEYS = 100_000;

    private final Cache<String, Bucket> keyToBucket;
    private final long capacity;
    private final Duration period;
    private final TimeMeter meter;

    /**
     * Buckets of one size.
     *
     * @param capacity tokens of a full bucket
     * @param period the time in which an empty one fills
     */
    Buckets(long capacity, Duration period, Clock clock) {
        this.capacity = capacity;
        this.period = period;
        this.meter = new ClockMeter(clock);
        this.keyToBucket = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .expireAfterAccess(period.multipliedBy(2))
                .ticker(meter::currentTimeNanos)
                .executor(Runnable::run)
                .build();
    }

    Bucket of(String key) {
        return keyToBucket.get(
                key,
                missing -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, period))
                        .withCustomTimePrecision(meter)
                        .build());
    }

    void forget(String key) {
        keyToBucket.invalidate(key);
    }

    /** Lets tests set the time. */
    private record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
