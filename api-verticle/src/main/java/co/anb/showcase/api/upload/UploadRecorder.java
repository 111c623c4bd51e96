package co.anb.showcase.api.upload;

import co.anb.showcase.api.player.PlayerRepository;
import co.anb.showcase.api.video.NewVideo;
import co.anb.showcase.api.video.VideoRepository;
import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.jobs.JobRepository;
import co.anb.showcase.shared.jobs.NewJob;
import co.anb.showcase.shared.observe.Spans;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.util.function.Function;

/**
 * The one transaction that turns a stored file into a video with a job. The locks are taken in the same order by
 * everybody: session, upload, key, quota, player.
 */
final class UploadRecorder {

    /** Another upload of the player with the same key was recorded first. */
    static final class KeyTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KeyTakenException() {
            super("idempotency key is taken", null, false, false);
        }
    }

    private final Pool pool;
    private final UploadQuota quota;
    private final Clock clock;
    private final UploadRepository uploads = new UploadRepository();
    private final IdempotencyRepository keys = new IdempotencyRepository();
    private final PlayerRepository players = new PlayerRepository();
    private final VideoRepository videos = new VideoRepository();
    private final JobRepository jobs = new JobRepository();

    UploadRecorder(Pool pool, UploadQuota quota, Clock clock) {
        this.pool = pool;
        this.quota = quota;
        this.clock = clock;
    }

    /**
     * Records; fails with {@link KeyTakenException}, RATE_LIMITED, SERVICE_UNAVAILABLE or what the first step fails
     * with, and then nothing has changed.
     *
     * @param first what the transaction does before all else
     */
    Future<AcceptedUpload> record(
            NewUpload upload, String title, StoredUpload stored, Function<SqlClient, Future<Void>> first) {
        AcceptedUpload accepted = new AcceptedUpload(VideoId.next(), JobId.next());
        UserId player = upload.player().userId();
        NewVideo video =
                new NewVideo(accepted.videoId(), player, title, stored.key(), stored.sizeBytes(), clock.instant());
        NewJob job =
                new NewJob(accepted.jobId(), accepted.videoId(), player, upload.correlationId(), Spans.traceparent());
        return pool.withTransaction(tx -> first.apply(tx)
                        .compose(done -> take(tx, stored))
                        .compose(taken -> claimKey(tx, upload, accepted))
                        .compose(claimed -> quota.spend(tx, player))
                        .compose(spent -> players.upsert(tx, upload.player()))
                        .compose(known -> videos.insert(tx, video))
                        .compose(inserted -> jobs.insert(tx, job)))
                .map(accepted);
    }

    private Future<Void> take(SqlClient tx, StoredUpload stored) {
        return uploads.take(tx, stored.id())
                .compose(taken -> taken
                        ? Future.succeededFuture()
                        : Future.failedFuture(ProblemException.of(ProblemType.SERVICE_UNAVAILABLE)));
    }

    private Future<Void> claimKey(SqlClient tx, NewUpload upload, AcceptedUpload accepted) {
        if (upload.idempotencyKey().isEmpty()) {
            return Future.succeededFuture();
        }
        UserId player = upload.player().userId();
        return keys.claim(tx, player, upload.idempotencyKey().get(), accepted)
                .compose(claimed -> claimed ? Future.succeededFuture() : Future.failedFuture(new KeyTakenException()));
    }
}
