package co.anb.showcase.shared.jobs;

import java.util.Locale;

/** What a worker is at with a job, in order; a player sees it as the progress of the own video. */
public enum JobStage {
    /** The original comes from the storage. */
    LOAD,
    /** The container and the stream headers are read. */
    PROBE,
    /** The contest's rules are held against them. */
    JUDGE,
    /** The player's part and the poster are encoded. */
    ENCODE,
    /** Opening and closing bumper are joined to it. */
    JOIN,
    /** The result is held against what the contract promises. */
    VERIFY,
    /** The results go to the storage. */
    SAVE;

    /** As it stands in the database and in answers: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
