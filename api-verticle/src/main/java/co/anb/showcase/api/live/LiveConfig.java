package co.anb.showcase.api.live;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;

/**
 * The bounds of event streams.
 *
 * @param streams {@code live.streams}: on one node; more are answered 503
 * @param perUser {@code live.streams-per-user}: of one user on one node; more are answered 429
 * @param perAddress {@code live.streams-per-address}: the same of one client address without a user; high, since a
 *     mobile carrier puts thousands behind one
 * @param heartbeat {@code live.heartbeat}: a stream on which nothing happens for so long gets a comment
 * @param maxAge {@code live.max-age}: an older stream ends and its client comes back, to whichever node
 * @param slowAfter {@code live.slow-after}: a client who takes nothing for so long is cut off
 */
public record LiveConfig(
        int streams, int perUser, int perAddress, Duration heartbeat, Duration maxAge, Duration slowAfter) {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Reads the section. */
    public static LiveConfig from(ConfigReader reader) {
        return new LiveConfig(
                reader.integer("live.streams", 3_000, 1, 100_000),
                reader.integer("live.streams-per-user", 20, 1, 100_000),
                reader.integer("live.streams-per-address", 1_000, 1, 100_000),
                reader.duration("live.heartbeat", Duration.ofSeconds(15), SECOND, Duration.ofMinutes(5)),
                reader.duration("live.max-age", Duration.ofMinutes(30), SECOND, Duration.ofHours(24)),
                reader.duration("live.slow-after", Duration.ofSeconds(10), SECOND, Duration.ofMinutes(5)));
    }
}
