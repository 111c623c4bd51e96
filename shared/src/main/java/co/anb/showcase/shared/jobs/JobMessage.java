package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/**
 * What stands on the queue: <code>{"job_id":…,"video_id":…}</code>. It says only that the job may be due; all else is
 * in the database, so that a message may come twice, late or not at all. Its message id is the job's id, and the header
 * {@code X-Correlation-Id} names the request.
 *
 * @param jobId the job
 * @param videoId its video, for people who look into the queue
 */
public record JobMessage(JobId jobId, VideoId videoId) {

    /** The body. */
    public JsonObject toJson() {
        return new JsonObject().put("job_id", jobId.toString()).put("video_id", videoId.toString());
    }

    /** Reads a body; empty when it is not one, whoever put it there. */
    public static Optional<JobMessage> parse(JsonObject body) {
        return id(body, "job_id")
                .flatMap(job -> id(body, "video_id").map(video -> new JobMessage(new JobId(job), new VideoId(video))));
    }

    private static Optional<UUID> id(JsonObject json, String name) {
        return Optional.ofNullable(json.getValue(name))
                .filter(String.class::isInstance)
                .flatMap(text -> Ids.parse(text.toString()));
    }
}
