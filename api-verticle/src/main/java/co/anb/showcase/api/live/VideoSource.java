package co.anb.showcase.api.live;

import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import java.util.Set;

/** How far videos are. */
final class VideoSource implements Source<VideoId, VideoState> {

    private final Pool pool;
    private final LiveRepository repository = new LiveRepository();

    VideoSource(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Map<VideoId, VideoState>> read(Set<VideoId> ids) {
        return repository.states(pool, ids);
    }

    @Override
    public Buffer json(VideoId id, VideoState state) {
        return new JsonObject()
                .put("video_id", id.toString())
                .mergeIn(state.toJson())
                .toBuffer();
    }

    @Override
    public VideoState merge(VideoState shown, VideoState read) {
        return shown.orAhead(read, System.nanoTime());
    }
}
