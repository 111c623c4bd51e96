package co.anb.showcase.api.live;

import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import java.util.Set;

/** The votes of published videos. */
final class VoteSource implements Source<VideoId, Long> {

    private final Pool pool;
    private final LiveRepository repository = new LiveRepository();

    VoteSource(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Map<VideoId, Long>> read(Set<VideoId> ids) {
        return repository.votes(pool, ids);
    }

    @Override
    public Buffer json(VideoId id, Long votes) {
        return new JsonObject()
                .put("video_id", id.toString())
                .put("votes", votes)
                .toBuffer();
    }
}
