package co.anb.showcase.worker.job;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.File;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a worker counts: {@code showcase.jobs.attempts} by outcome and reason, {@code showcase.jobs.duration} of an
 * attempt from claim to outcome, {@code showcase.jobs.transfer} of original and results by direction (load, save),
 * {@code showcase.jobs.renewals} of leases by result, {@code showcase.jobs.turnaround} from upload to processed, and
 * the gauges {@code showcase.jobs.running} and {@code showcase.scratch.free}. The stages between are the pipeline's to
 * time.
 */
public final class JobMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger running = new AtomicInteger();
    private final Timer turnaround;

    /** Meters in a registry; those of every outcome exist from the start. */
    public JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            count(outcome, "none", 0);
            var unused = duration(outcome);
        }
        for (String direction : new String[] {"load", "save"}) {
            var unused = transfer(direction);
        }
        turnaround = Timer.builder("showcase.jobs.turnaround")
                .description("From a video's upload to its being processed")
                .register(registry);
        Gauge.builder("showcase.jobs.running", running, AtomicInteger::get)
                .description("Attempts that are under way")
                .register(registry);
        renewals(true, 0);
        renewals(false, 0);
    }

    /** Shows how much room a folder's disk has; asked at each scrape. */
    public void watch(ScratchFolder folder) {
        Gauge.builder("showcase.scratch.free", folder.path().toFile(), File::getUsableSpace)
                .description("Room on the disk of the scratch folder")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
        Gauge.builder("showcase.scratch.size", folder.path().toFile(), File::getTotalSpace)
                .description("Size of the disk of the scratch folder")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    /** An attempt began. */
    void begun() {
        running.incrementAndGet();
    }

    /** A video is processed. */
    void processed(Duration sinceUpload) {
        turnaround.record(sinceUpload);
    }

    /** An attempt ended; the reason is the failure's code, {@code none} without one. */
    void ended(Outcome outcome, String reason, Duration took) {
        running.decrementAndGet();
        count(outcome, reason.toLowerCase(Locale.ROOT), 1);
        duration(outcome).record(took);
    }

    /** The original was loaded, or the results were saved. */
    void transferred(String direction, Duration took) {
        transfer(direction).record(took);
    }

    /** A renewal was answered. */
    void renewed(boolean held) {
        renewals(held, 1);
    }

    private void count(Outcome outcome, String reason, int times) {
        registry.counter("showcase.jobs.attempts", "outcome", outcome.tag(), "reason", reason)
                .increment(times);
    }

    private Timer transfer(String direction) {
        return registry.timer("showcase.jobs.transfer", "direction", direction);
    }

    private Timer duration(Outcome outcome) {
        return registry.timer("showcase.jobs.duration", "outcome", outcome.tag());
    }

    private void renewals(boolean held, int times) {
        registry.counter("showcase.jobs.renewals", "result", held ? "held" : "lost")
                .increment(times);
    }
}
