package co.anb.showcase.shared.observe;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * Which timers are histograms, and their buckets: few, and at the limits that people ask about. What is not named here
 * has a count, a sum and a maximum, or buckets of its own.
 */
final class Buckets implements MeterFilter {

    private static final double[] REQUEST =
            seconds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, 300);
    private static final double[] WAIT = seconds(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3);
    private static final double[] WORK = seconds(0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600);
    private static final double[] TURNAROUND = seconds(10, 30, 60, 120, 300, 600, 1_800, 3_600);

    private static final Map<String, double[]> NAME_TO_LIMITS = Map.ofEntries(
            Map.entry("showcase.http.requests", REQUEST),
            Map.entry("showcase.upload.accepted.time", REQUEST),
            Map.entry("showcase.auth.hashing", WAIT),
            Map.entry("showcase.ranking.read", WAIT),
            Map.entry("showcase.eventloop.delay", WAIT),
            Map.entry("vertx.pool.queue.time", WAIT),
            Map.entry("vertx.sql.processing.time", WAIT),
            Map.entry("showcase.jobs.transfer", WORK),
            Map.entry("showcase.jobs.duration", WORK),
            Map.entry("showcase.pipeline.stage", WORK),
            // Whole numbers: the registry rounds up what it counts in buckets.
            Map.entry("showcase.pipeline.speed", new double[] {1, 2, 4, 8, 16}),
            Map.entry("showcase.jobs.turnaround", TURNAROUND));

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        double[] limits = NAME_TO_LIMITS.get(id.getName());
        return limits == null
                ? config
                : DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(limits)
                        .build()
                        .merge(config);
    }

    /** Timers count in nanoseconds. */
    private static double[] seconds(double... limits) {
        return Arrays.stream(limits)
                .map(limit -> limit * Duration.ofSeconds(1).toNanos())
                .toArray();
    }
}
