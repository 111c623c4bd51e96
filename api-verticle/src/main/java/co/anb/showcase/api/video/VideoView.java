package co.anb.showcase.api.video;

import co.anb.showcase.shared.storage.Disposition;
import co.anb.showcase.shared.storage.StoragePort;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Videos as JSON, with links that work without a header. */
final class VideoView {

    private final StoragePort storage;
    private final Duration urlTtl;

    VideoView(StoragePort storage, Duration urlTtl) {
        this.storage = storage;
        this.urlTtl = urlTtl;
    }

    Future<JsonArray> list(List<Video> videos) {
        return Future.all(videos.stream().map(this::item).toList())
                .map(items -> new JsonArray(items.<JsonObject>list()));
    }

    Future<JsonObject> detail(Video video) {
        Future<JsonObject> item = item(video);
        Future<@Nullable String> original = url(Optional.of(video.originalKey()), video);
        return Future.all(item, original)
                .map(both -> item.result()
                        .put("original_url", original.result())
                        .put("votes", video.votes())
                        .put("failure_reason", video.failureReason().orElse(null))
                        .put(
                                "progress",
                                video.progress().map(VideoView::progress).orElse(null)));
    }

    /** How a browser names the file when it is saved. */
    static Disposition disposition(Video video) {
        return Disposition.inline(video.title() + ".mp4");
    }

    private Future<JsonObject> item(Video video) {
        return url(video.processedKey(), video)
                .map(processedUrl -> new JsonObject()
                        .put("video_id", video.id().toString())
                        .put("title", video.title())
                        .put("status", video.status())
                        .put("uploaded_at", video.uploadedAt().toString())
                        .put(
                                "processed_at",
                                video.processedAt().map(Instant::toString).orElse(null))
                        .put("processed_url", processedUrl));
    }

    private Future<@Nullable String> url(Optional<String> key, Video video) {
        return key.isEmpty()
                ? Future.succeededFuture(null)
                : storage.url(key.get(), urlTtl, disposition(video)).map(uri -> uri.toString());
    }

    private static JsonObject progress(Video.Progress progress) {
        return new JsonObject().put("stage", progress.stage()).put("percent", progress.percent());
    }
}
