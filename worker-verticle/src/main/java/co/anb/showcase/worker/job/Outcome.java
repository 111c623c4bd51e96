package co.anb.showcase.worker.job;

import java.util.Locale;
import java.util.Optional;

/** How an attempt ended. */
enum Outcome {
    /** The video is there. */
    PROCESSED(Optional.of("processed"), 100, false),
    /** The content is at fault; no retry can help. */
    REJECTED(Optional.of("failed"), 0, false),
    /** A fault of ours, to be tried again after a delay. */
    RETRIED(Optional.of("processing"), 0, false),
    /** A fault of ours at the last attempt; a dead letter is due. */
    GIVEN_UP(Optional.of("failed"), 0, true),
    /** This worker stops; the job is due at once for another. */
    GIVEN_BACK(Optional.of("processing"), 0, true),
    /** The job was somebody else's by then, or its video was gone. */
    LOST(Optional.empty(), 0, false),
    /** The database stayed away for longer than the lease; the reconciler finds the job. */
    UNRECORDED(Optional.empty(), 0, false);

    private final Optional<String> videoStatus;
    private final int percent;
    private final boolean relayWanted;

    Outcome(Optional<String> videoStatus, int percent, boolean relayWanted) {
        this.videoStatus = videoStatus;
        this.percent = percent;
        this.relayWanted = relayWanted;
    }

    /** What the player sees from now on; empty when this worker has nothing to say about it. */
    Optional<String> videoStatus() {
        return videoStatus;
    }

    /** How far the job is then. */
    int percent() {
        return percent;
    }

    /** Whether something is due for the relay at once. */
    boolean isRelayWanted() {
        return relayWanted;
    }

    /** As a tag of metrics. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
