package co.anb.showcase.shared.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A token bucket for each key, on this node alone. Buckets that nobody used for two periods are full again and are
 * forgotten, and there are never more than a fixed number, so that made-up keys can't fill the memory. Safe for all
 * threads.
 *
 * @param <K> the keys: a user, an address
 */
public final class Buckets<K> {

    private static final int MAX_KEYS = 100_000;

    private final Cache<K, Bucket> keyToBucket;
    private final long capacity;
    private final Duration period;
    private final TimeMeter meter;

    /**
     * Buckets of one size.
     *
     * @param capacity tokens of a full bucket
     * @param period the time in which an empty one fills
     */
    public Buckets(long capacity, Duration period, Clock clock) {
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

    /** The bucket of a key; a full one if it was not used lately. */
    public Bucket of(K key) {
        return keyToBucket.get(
                key,
                missing -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, period))
                        .withCustomTimePrecision(meter)
                        .build());
    }

    /** Fills the bucket of a key. */
    public void forget(K key) {
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
