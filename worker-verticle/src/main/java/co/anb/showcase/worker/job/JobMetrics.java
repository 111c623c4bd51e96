package co.anb.showcase.worker.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/**
 * What a worker counts: {@code showcase.jobs.attempts} by outcome and reason, {@code showcase.jobs.duration} of an
 * attempt from claim to outcome, {@code showcase.jobs.transfer} of original and results by direction (load, save), and
 * {@code showcase.jobs.renewals} of leases by result. The stages between are the pipeline's to time.
 */
public final class JobMetrics {

    private final MeterRegistry registry;

    /** Meters in a registry; those of every outcome exist from the start. */
    public JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            count(outcome, "none", 0);
            var unused = duration(outcome);
        }
        renewals(true, 0);
        renewals(false, 0);
    }

    /** An attempt ended; the reason is the failure's code, {@code none} without one. */
    void ended(Outcome outcome, String reason, Duration took) {
        count(outcome, reason.toLowerCase(Locale.ROOT), 1);
        duration(outcome).record(took);
    }

    /** The original was loaded, or the results were saved. */
    void transferred(String direction, Duration took) {
        registry.timer("showcase.jobs.transfer", "direction", direction).record(took);
    }

    /** A renewal was answered. */
    void renewed(boolean held) {
        renewals(held, 1);
    }

    private void count(Outcome outcome, String reason, int times) {
        registry.counter("showcase.jobs.attempts", "outcome", outcome.tag(), "reason", reason)
                .increment(times);
    }

    private Timer duration(Outcome outcome) {
        return registry.timer("showcase.jobs.duration", "outcome", outcome.tag());
    }

    private void renewals(boolean held, int times) {
        registry.counter("showcase.jobs.renewals", "result", held ? "held" : "lost")
                .increment(times);
    }
}
