package co.anb.showcase.api.reaper;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;

/**
 * How the object reaper works.
 *
 * @param period {@code reaper.period}: how often it looks for work when nobody tells it of some
 * @param abandonedAfter {@code reaper.abandoned-after}: an upload that began that long ago and has not ended is given
 *     up; longer than any upload may take
 */
public record ReaperConfig(Duration period, Duration abandonedAfter) {

    /** Reads the section. */
    public static ReaperConfig from(ConfigReader reader) {
        return new ReaperConfig(
                reader.duration("reaper.period", Duration.ofSeconds(10), Duration.ofMillis(50), Duration.ofHours(1)),
                reader.duration(
                        "reaper.abandoned-after", Duration.ofHours(6), Duration.ofSeconds(1), Duration.ofDays(30)));
    }
}
