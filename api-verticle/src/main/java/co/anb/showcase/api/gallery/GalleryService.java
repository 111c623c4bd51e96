package co.anb.showcase.api.gallery;

import co.anb.showcase.api.gallery.PublicVideo.GalleryRow;
import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.shared.http.Prepared;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.Disposition;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.shared.work.BoundedWorker;
import co.anb.showcase.shared.work.Shared;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What everybody may see: published videos with links that work without a header. Safe for all threads. */
public final class GalleryService {

    private static final int MOST_WORK = 256;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Pool pool;
    private final StoragePort storage;
    private final Duration urlTtl;
    private final GalleryAnswers answers;
    private final BoundedWorker maker;
    private final GalleryRepository videos = new GalleryRepository();

    /**
     * A service.
     *
     * @param vertx gives the worker that makes answers, and the caller's context
     * @param pool the core database
     * @param storage makes the links
     * @param urlTtl how long a link works ({@code storage.url-ttl})
     * @param config how fresh a list is
     */
    public GalleryService(Vertx vertx, Pool pool, StoragePort storage, Duration urlTtl, GalleryConfig config) {
        this.vertx = vertx;
        this.answers = new GalleryAnswers(config.maxAge());
        this.maker = new BoundedWorker(vertx, "gallery-answers", 1, MOST_WORK, LONGEST_WAIT);
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

    /** The answer to a URI, if it was made in the last second. */
    Optional<Prepared> ready(String uri) {
        return answers.ready(uri);
    }

    /**
     * The answer to a URI, whose list is read when there is none yet.
     *
     * @param make makes it of the list; runs on the worker
     */
    Future<Prepared> answer(
            String uri, Supplier<Future<List<PublicVideo>>> list, Function<List<PublicVideo>, Prepared> make) {
        return Shared.onCallersContext(
                vertx, answers.get(uri, () -> list.get().compose(found -> maker.run(() -> make.apply(found)))));
    }

    /** Ends the worker. */
    public Future<Void> close() {
        return maker.close();
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
