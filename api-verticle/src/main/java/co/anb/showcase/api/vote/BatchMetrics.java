package co.anb.showcase.api.vote;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of the batchers. */
final class BatchMetrics {

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<Refusal, Counter> refusalToCounter = new EnumMap<>(Refusal.class);
    private final DistributionSummary size;
    private final Timer wait;
    private final Timer time;
    private final Counter rolledBack;
    private final Counter lost;
    private final Counter settled;
    private final Counter deadlines;

    /** Meters over a queue's depth. */
    BatchMetrics(MeterRegistry registry, AtomicInteger depth) {
        for (Refusal refusal : Refusal.values()) {
            Counter counter = Counter.builder("showcase.vote.refused")
                    .description("Votes and withdrawals that were answered 503")
                    .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
                    .register(registry);
            refusalToCounter.put(refusal, counter);
        }
        size = DistributionSummary.builder("showcase.vote.batch.size")
                .description("Rows that a batch asked for")
                .serviceLevelObjectives(1, 4, 16, 64, 256, 1_024)
                .register(registry);
        wait = Timer.builder("showcase.vote.wait")
                .description("From a request's arrival at the batcher to its answer")
                .serviceLevelObjectives(millis(5, 10, 25, 50, 100, 250, 1_000, 3_000))
                .register(registry);
        time = Timer.builder("showcase.vote.batch.time")
                .description("From a batch's start to its last answer")
                .serviceLevelObjectives(millis(2, 5, 10, 25, 50, 100, 1_000, 3_000))
                .register(registry);
        rolledBack = retry(registry, "rolled_back");
        lost = retry(registry, "connection_lost");
        settled = retry(registry, "found_committed");
        deadlines = Counter.builder("showcase.vote.batch.deadlines")
                .description("Batches that were given up, their connection closed")
                .register(registry);
        Gauge.builder("showcase.vote.batch.in.flight", inFlight, AtomicInteger::get)
                .description("Requests in the batches that are on their way")
                .register(registry);
        Gauge.builder("showcase.vote.queue", depth, AtomicInteger::get)
                .description("Requests that wait for a batch or are in one")
                .register(registry);
    }

    void refused(Refusal refusal, int requests) {
        Counter counter = refusalToCounter.get(refusal);
        if (counter != null) {
            counter.increment(requests);
        }
    }

    void begun(int rows, int requests) {
        size.record(rows);
        inFlight.addAndGet(requests);
    }

    void ended(int requests, long nanos) {
        time.record(nanos, TimeUnit.NANOSECONDS);
        inFlight.addAndGet(-requests);
    }

    void waited(long nanos) {
        wait.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The server rolled a batch back and it is sent again. */
    void rolledBack() {
        rolledBack.increment();
    }

    /** A connection was lost with a batch on it, or could not be made. */
    void lost() {
        lost.increment();
    }

    /** A batch whose connection was lost turned out to be committed. */
    void settled() {
        settled.increment();
    }

    void deadline() {
        deadlines.increment();
    }

    private static Counter retry(MeterRegistry registry, String reason) {
        return Counter.builder("showcase.vote.batch.retries")
                .description("What came between a batch and its commit")
                .tag("reason", reason)
                .register(registry);
    }

    private static Duration[] millis(int... bounds) {
        Duration[] durations = new Duration[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            durations[i] = Duration.ofMillis(bounds[i]);
        }
        return durations;
    }
}
