package co.anb.showcase.shared.jobs;

import java.util.Locale;

/**
 * Where a job is. Only {@link #PENDING} jobs are sent to the broker, only {@link #DISPATCHED} ones (and running ones
 * whose lease is over) can be claimed, and only {@link #FAILED} ones can be put back by an operator.
 */
public enum JobState {
    /** Waits for its time; the relay sends it then. */
    PENDING,
    /** Its message was sent, or is being sent. */
    DISPATCHED,
    /** A worker holds the lease. */
    RUNNING,
    /** Done. */
    PROCESSED,
    /** Given up, for good or until an operator puts it back. */
    FAILED;

    /** As it stands in the database and in answers: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@link #text()}.
     *
     * @throws IllegalArgumentException when it is no state
     */
    public static JobState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
