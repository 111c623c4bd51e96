package co.anb.showcase.api.ranking;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;

/**
 * How fresh the ranking is.
 *
 * @param maxAge {@code ranking.max-age}: a ranking that was read from the database this long ago at most may be served
 *     again; the contract allows 5 s
 */
public record RankingConfig(Duration maxAge) {

    /** What the contract allows, a client's own cache included. */
    static final Duration OLDEST = Duration.ofSeconds(5);

    /** Reads the section. */
    public static RankingConfig from(ConfigReader reader) {
        return new RankingConfig(reader.duration("ranking.max-age", Duration.ofSeconds(1), Duration.ZERO, OLDEST));
    }
}
