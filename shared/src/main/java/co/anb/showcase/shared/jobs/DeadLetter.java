package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.json.JsonObject;

/**
 * The announcement that a job was given up.
 *
 * @param id the job
 * @param videoId its video
 * @param correlationId of the request that uploaded it
 * @param attempts how often it was tried
 * @param reason the {@code error_code} of the last attempt
 */
public record DeadLetter(JobId id, VideoId videoId, String correlationId, int attempts, String reason) {

    /** The body of the message: that of the job, the reason and the attempts. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("job_id", id.toString())
                .put("video_id", videoId.toString())
                .put("reason", reason)
                .put("attempts", attempts);
    }
}
