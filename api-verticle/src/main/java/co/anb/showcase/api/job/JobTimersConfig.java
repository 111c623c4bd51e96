package co.anb.showcase.api.job;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.jobs.JobPolicy;
import java.time.Duration;

/**
 * How often Core looks after the jobs.
 *
 * @param relayPeriod how often the relay looks for due jobs when nobody wakes it ({@code relay.period})
 * @param reconcilePeriod how often a node looks for jobs that nobody moves ({@code reconciler.period})
 * @param lostAfter a message that is this old and not in the queue is lost ({@code reconciler.lost-after})
 * @param policy how often a job is tried
 */
public record JobTimersConfig(Duration relayPeriod, Duration reconcilePeriod, Duration lostAfter, JobPolicy policy) {

    /** Reads the sections {@code relay}, {@code reconciler} and {@code jobs}. */
    public static JobTimersConfig from(ConfigReader reader) {
        return new JobTimersConfig(
                reader.duration("relay.period", Duration.ofSeconds(2), Duration.ofMillis(20), Duration.ofMinutes(1)),
                reader.duration(
                        "reconciler.period", Duration.ofSeconds(30), Duration.ofMillis(50), Duration.ofMinutes(10)),
                reader.duration(
                        "reconciler.lost-after", Duration.ofSeconds(60), Duration.ofMillis(50), Duration.ofHours(1)),
                JobPolicy.from(reader));
    }
}
