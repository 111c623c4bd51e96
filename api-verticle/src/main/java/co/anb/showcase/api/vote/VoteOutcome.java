package co.anb.showcase.api.vote;

/** What became of a vote. */
public enum VoteOutcome {
    /** It counts, and is durable. */
    ACCEPTED,
    /** This user has voted for this video before; nothing changed. */
    ALREADY_VOTED,
    /** It is the voter's own video, and {@code votes.own-video} forbids that. */
    OWN_VIDEO,
    /** There is no such published video. */
    VIDEO_NOT_FOUND
}
