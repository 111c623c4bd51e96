package co.anb.showcase.api.video;

import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.events.VideoChanged;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.jobs.JobRepository;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.AccessToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Optional;

/** What a player may do with his videos. */
public final class VideoService {

    private final Vertx vertx;
    private final Pool pool;
    private final VideoRepository videos = new VideoRepository();
    private final JobRepository jobs = new JobRepository();

    /** A service; it holds no state. */
    public VideoService(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /** The caller's videos, newest first. */
    Future<List<Video>> list(UserId owner, int limit, int offset) {
        return videos.list(pool, owner, limit, offset);
    }

    /** One video for its owner or an admin; fails with VIDEO_NOT_FOUND or FORBIDDEN. */
    public Future<Video> look(AccessToken caller, VideoId id) {
        return find(id).compose(video -> allow(isOwner(caller, video) || caller.hasRole(AccessToken.ADMIN), video));
    }

    /** One video whose processed file the caller may read; fails with VIDEO_NOT_PROCESSED too. */
    Future<Video> watch(AccessToken caller, VideoId id) {
        return find(id).compose(video -> allow(
                        video.isPublished() || isOwner(caller, video) || caller.hasRole(AccessToken.ADMIN), video))
                .compose(video -> video.processedKey().isPresent()
                        ? Future.succeededFuture(video)
                        : Future.failedFuture(ProblemException.of(ProblemType.VIDEO_NOT_PROCESSED)));
    }

    /**
     * Puts one's own video up for voting; once more changes nothing. Fails with VIDEO_NOT_PROCESSED, VIDEO_NOT_FOUND or
     * FORBIDDEN.
     */
    Future<Void> publish(AccessToken caller, VideoId id) {
        return own(caller, id)
                .compose(video -> video.processedKey().isPresent()
                        ? videos.publish(pool, id).onSuccess(done -> announce(video))
                        : Future.failedFuture(ProblemException.of(ProblemType.VIDEO_NOT_PROCESSED)));
    }

    /**
     * Deletes one's own video with its job and hands its objects to the reaper, all or nothing. Fails with
     * CANNOT_DELETE_VIDEO when it is up for voting, VIDEO_NOT_FOUND or FORBIDDEN.
     */
    Future<Void> delete(AccessToken caller, VideoId id) {
        return own(caller, id)
                .compose(video -> pool.withTransaction(tx -> jobs.deleteOfVideo(tx, id)
                        .compose(gone -> videos.deleteUnpublished(tx, id).compose(this::orKeep))))
                .onSuccess(gone -> Events.OBJECT_DELETION_DUE.publish(vertx.eventBus()));
    }

    private Future<Video> own(AccessToken caller, VideoId id) {
        return find(id).compose(video -> allow(isOwner(caller, video), video));
    }

    private Future<Video> find(VideoId id) {
        return videos.find(pool, id)
                .map(video -> video.orElseThrow(() -> ProblemException.of(ProblemType.VIDEO_NOT_FOUND)));
    }

    /** A failure here rolls the transaction back, and the job stays. */
    private Future<Void> orKeep(boolean deleted) {
        return deleted
                ? Future.succeededFuture()
                : Future.failedFuture(ProblemException.of(ProblemType.CANNOT_DELETE_VIDEO));
    }

    private void announce(Video video) {
        VideoChanged event = new VideoChanged(video.id(), video.owner(), video.status(), Optional.empty(), 100);
        Events.VIDEO_CHANGED.publish(vertx.eventBus(), event.toJson());
    }

    private static boolean isOwner(AccessToken caller, Video video) {
        return caller.userId().equals(video.owner());
    }

    private static Future<Video> allow(boolean allowed, Video video) {
        return allowed
                ? Future.succeededFuture(video)
                : Future.failedFuture(ProblemException.of(ProblemType.FORBIDDEN));
    }
}
