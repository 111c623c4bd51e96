package co.anb.showcase.api.vote;

import co.anb.showcase.shared.config.ConfigReader;

/**
 * The rules of voting.
 *
 * @param ownVideo {@code votes.own-video}: whether a player may vote for a video of his own
 * @param perMinute {@code votes.per-minute}: attempts that one user may make a minute on one node, also as a burst; 0
 *     is off
 */
public record VoteConfig(boolean ownVideo, int perMinute) {

    /** Reads the section. */
    public static VoteConfig from(ConfigReader reader) {
        return new VoteConfig(
                reader.flag("votes.own-video", true), reader.integer("votes.per-minute", 300, 0, 1_000_000));
    }
}
