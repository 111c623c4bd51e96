package co.anb.showcase.api.gallery;

import co.anb.showcase.api.gallery.PublicVideo.GalleryRow;
import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.Disposition;
import co.anb.showcase.shared.storage.StoragePort;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What everybody may see: published videos with links that work without a header. Safe for all threads. */
public final class GalleryService {

    private final Pool pool;
    private final StoragePort storage;
    private final Duration urlTtl;
    private final GalleryRepository videos = new GalleryRepository();

    /**
     * A service.
     *
     * @param pool the core database
     * @param storage makes the links
     * @param urlTtl how long a link works ({@code storage.url-ttl})
     */
    public GalleryService(Pool pool, StoragePort storage, Duration urlTtl) {
        this.pool = pool;
        this.storage = storage;
        this.urlTtl = urlTtl;
    }

    /**
     * A page of published videos, newest first.
     *
     * @param city only players of this city
     * @param limit the most videos
     * @param offset how many to leave out
     */
    Future<List<PublicVideo>> list(Optional<CityKey> city, int limit, int offset) {
        return videos.list(pool, city, limit, offset).compose(rows -> {
            List<Future<PublicVideo>> linked = rows.stream().map(this::link).toList();
            return Future.all(linked).map(all -> all.<PublicVideo>list());
        });
    }

    /** One published video; fails with VIDEO_NOT_FOUND. */
    Future<PublicVideo> find(VideoId id) {
        return videos.find(pool, id)
                .compose(found -> found.map(this::link)
                        .orElseGet(() -> Future.failedFuture(ProblemException.of(ProblemType.VIDEO_NOT_FOUND))));
    }

    private Future<PublicVideo> link(GalleryRow row) {
        Future<URI> processed = storage.url(row.processedKey(), urlTtl, Disposition.INLINE);
        Future<Optional<URI>> poster = row.posterKey()
                .map(key -> storage.url(key, urlTtl, Disposition.INLINE).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
        return Future.all(processed, poster).map(both -> new PublicVideo(row, processed.result(), poster.result()));
    }
}
