package co.anb.showcase.shared.events;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/**
 * What {@link Events#VIDEO_CHANGED} says.
 *
 * @param videoId the video
 * @param userId its owner
 * @param status as clients see it
 * @param stage what the worker is at, or empty
 * @param percent of the whole job, 0 to 100
 */
public record VideoChanged(VideoId videoId, UserId userId, String status, Optional<String> stage, int percent) {

    /** The payload. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("videoId", videoId.toString())
                .put("userId", userId.toString())
                .put("status", status)
                .put("percent", percent);
        stage.ifPresent(value -> json.put("stage", value));
        return json;
    }

    /** Reads a payload. */
    public static VideoChanged from(JsonObject json) {
        return new VideoChanged(
                new VideoId(UUID.fromString(json.getString("videoId"))),
                new UserId(UUID.fromString(json.getString("userId"))),
                json.getString("status"),
                Optional.ofNullable(json.getString("stage")),
                json.getInteger("percent"));
    }
}
