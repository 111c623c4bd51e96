package co.anb.showcase.api.live;

import co.anb.showcase.shared.events.VideoChanged;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * How far a video is.
 *
 * @param status as clients see it
 * @param stage what the worker is at
 * @param percent of the whole job, 0 to 100; says something while the video is processed
 * @param failureReason why it failed, a sentence for the player
 * @param heardAt when an event told of it, in {@link System#nanoTime()}; empty for what the database says
 */
record VideoState(
        String status, Optional<String> stage, int percent, Optional<String> failureReason, Optional<Long> heardAt) {

    private static final String UPLOADED = "uploaded";
    private static final String PROCESSING = "processing";
    /** The worker writes its progress down with each renewal of its lease; events come each second. */
    private static final long AHEAD_NANOS = 15_000_000_000L;

    /** The same, as an event of the worker at work tells it. */
    VideoState heard(VideoChanged event, long now) {
        return new VideoState(event.status(), event.stage(), event.percent(), Optional.empty(), Optional.of(now));
    }

    /** What to show when this was shown and something was read: not how it was before the last event. */
    VideoState orAhead(VideoState read, long now) {
        boolean isAhead = heardAt.filter(at -> now - at < AHEAD_NANOS).isPresent() && read.isBehind(this);
        return isAhead ? this : read;
    }

    /** As clients see it: members of the same names as those of the video. */
    JsonObject toJson() {
        boolean isProcessing = status.equals(PROCESSING);
        JsonObject progress = new JsonObject().put("stage", stage.orElse(null)).put("percent", percent);
        return new JsonObject()
                .put("status", status)
                .put("progress", isProcessing && stage.isPresent() ? progress : null)
                .put("failure_reason", failureReason.orElse(null));
    }

    /** Whether an event is about work that goes on, and holds all that clients see. */
    static boolean isProgress(VideoChanged event) {
        return event.status().equals(PROCESSING) && event.stage().isPresent();
    }

    private boolean isBehind(VideoState other) {
        return status.equals(UPLOADED) || (status.equals(PROCESSING) && percent < other.percent);
    }
}
