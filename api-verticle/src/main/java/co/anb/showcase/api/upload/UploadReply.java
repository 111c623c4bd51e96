package co.anb.showcase.api.upload;

import co.anb.showcase.shared.http.Reply;
import io.vertx.core.json.JsonObject;

/** The answer to an accepted upload, by whichever way it came. */
public final class UploadReply {

    private static final String MESSAGE = "Video subido correctamente. Procesamiento en curso.";

    private UploadReply() {}

    /** 201 with the video's address. */
    public static Reply created(AcceptedUpload upload) {
        JsonObject body = new JsonObject()
                .put("message", MESSAGE)
                .put("task_id", upload.jobId().toString())
                .put("video_id", upload.videoId().toString())
                .put("status", "uploaded");
        return Reply.created(location(upload), body);
    }

    /** The video's address. */
    public static String location(AcceptedUpload upload) {
        return "/api/videos/" + upload.videoId();
    }
}
