package co.anb.showcase.api.vote;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;

/**
 * The bounds of voting in batches.
 *
 * @param queueSize {@code votes.queue-size}: requests that may wait for a batch on one node; more are answered 503 at
 *     once
 * @param batchSize {@code votes.batch-size}: the most rows that one transaction changes
 * @param deadline {@code votes.batch-deadline}: a batch that takes longer is given up; the server ends its transaction
 *     after the same time
 * @param longestWait {@code votes.longest-wait}: a request that has waited longer for its batch does not get into one;
 *     it is answered 503 and does not count
 * @param batchers {@code votes.batchers}: so many batches of a node may be under way at once, each on its connection
 */
public record BatchConfig(int queueSize, int batchSize, Duration deadline, Duration longestWait, int batchers) {

    /** Reads the section. */
    public static BatchConfig from(ConfigReader reader) {
        return new BatchConfig(
                reader.integer("votes.queue-size", 16_384, 1, 1_000_000),
                reader.integer("votes.batch-size", 1_024, 1, 10_000),
                reader.duration(
                        "votes.batch-deadline", Duration.ofSeconds(3), Duration.ofMillis(50), Duration.ofMinutes(1)),
                reader.duration(
                        "votes.longest-wait", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(5)),
                reader.integer("votes.batchers", 2, 1, 16));
    }
}
