package co.anb.showcase.api.upload;

import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StorageKey;
import co.anb.showcase.shared.storage.StoragePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of uploading. At every moment exactly one row owns the object: first its row in {@code uploads}, then a
 * video's row or one in {@code object_deletions}. So a process that dies at any point leaves nothing behind for good.
 */
public final class UploadService {

    private static final Logger LOG = LoggerFactory.getLogger(UploadService.class);

    private final Vertx vertx;
    private final Pool pool;
    private final StoragePort storage;
    private final UploadQuota quota;
    private final UploadRecorder recorder;
    private final Clock clock;
    private final UploadRepository uploads = new UploadRepository();
    private final IdempotencyRepository keys = new IdempotencyRepository();

    /** A service; one a process. */
    public UploadService(Vertx vertx, Pool pool, StoragePort storage, UploadConfig config, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.storage = storage;
        this.quota = new UploadQuota(config, clock);
        this.recorder = new UploadRecorder(pool, quota, clock);
        this.clock = clock;
    }

    /**
     * Decides whether an upload may begin at all.
     *
     * @return what an earlier upload with the same key became, or empty: go on; fails with RATE_LIMITED over the quota
     */
    public Future<Optional<AcceptedUpload>> admit(NewUpload upload) {
        UserId player = upload.player().userId();
        return earlier(upload)
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(known)
                        : quota.check(pool, player).map(known));
    }

    /** Stores a file. When that fails, nothing of it stays. */
    public Future<StoredUpload> store(UserId player, String fileName, ReadStream<Buffer> bytes) {
        UUID id = Ids.next();
        String key = StorageKey.upload(clock.instant(), id, fileName).value();
        return uploads.begin(pool, id, player, key)
                .compose(owned -> storage.save(key, bytes, ObjectMetadata.MP4)
                        .map(object -> new StoredUpload(id, key, object.length()))
                        .onFailure(cause -> release(id)));
    }

    /**
     * Makes a video with its job of a stored file.
     *
     * @return what it became; that of the other upload when one with the same key was faster. Fails with RATE_LIMITED
     *     over the quota and with SERVICE_UNAVAILABLE when the upload took so long that it was given up.
     */
    Future<AcceptedUpload> record(NewUpload upload, String title, StoredUpload stored) {
        return record(upload, title, stored, tx -> Future.succeededFuture());
    }

    /**
     * The same with something more that belongs to it.
     *
     * @param first what the transaction does before all else; when it fails, nothing is recorded
     */
    public Future<AcceptedUpload> record(
            NewUpload upload, String title, StoredUpload stored, Function<SqlClient, Future<Void>> first) {
        return recorder.record(upload, title, stored, first)
                .onSuccess(accepted -> Events.JOB_DUE.publish(vertx.eventBus()))
                .recover(failure -> answerOfFaster(upload, stored, failure));
    }

    /** Gives a stored file up, unless a video has it. */
    public void release(StoredUpload stored) {
        release(stored.id());
    }

    private Future<AcceptedUpload> answerOfFaster(NewUpload upload, StoredUpload stored, Throwable failure) {
        if (!(failure instanceof UploadRecorder.KeyTakenException)) {
            return Future.failedFuture(failure);
        }
        release(stored);
        return earlier(upload)
                .map(known -> known.orElseThrow(() ->
                        ProblemException.of(ProblemType.SERVICE_UNAVAILABLE).causedBy(failure)));
    }

    /** What an upload with the same key became, if there was one. */
    public Future<Optional<AcceptedUpload>> earlier(NewUpload upload) {
        return upload.idempotencyKey()
                .map(key -> keys.find(pool, upload.player().userId(), key))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /** When the database is away, the row stays and the reaper takes it for abandoned later. */
    private void release(UUID id) {
        uploads.release(pool, id)
                .onSuccess(count -> Events.OBJECT_DELETION_DUE.publish(vertx.eventBus()))
                .onFailure(e -> LOG.warn("an upload can't be given up now upload={}", id, e));
    }
}
