package co.anb.showcase.worker.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/**
 * What a worker counts: {@code showcase.jobs.attempts} by outcome, {@code showcase.jobs.duration} of an attempt from
 * claim to outcome, {@code showcase.jobs.renewals} of leases by result.
 */
public final class JobMetrics {

    /** How an attempt ended. */
    enum Outcome {
        PROCESSED,
        REJECTED,
        RETRIED,
        GIVEN_UP,
        GIVEN_BACK,
        LOST,
        UNRECORDED
    }

    private final MeterRegistry registry;

    /** Meters in a registry. */
    public JobMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(Outcome outcome, Duration took) {
        String name = outcome.name().toLowerCase(Locale.ROOT);
        registry.counter("showcase.jobs.attempts", "outcome", name).increment();
        Timer.builder("showcase.jobs.duration")
                .tag("outcome", name)
                .register(registry)
                .record(took);
    }

    void renewed(boolean held) {
        registry.counter("showcase.jobs.renewals", "result", held ? "held" : "lost")
                .increment();
    }
}
