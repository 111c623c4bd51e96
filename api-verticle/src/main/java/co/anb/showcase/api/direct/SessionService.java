package co.anb.showcase.api.direct;

import co.anb.showcase.api.upload.AcceptedUpload;
import co.anb.showcase.api.upload.NewUpload;
import co.anb.showcase.api.upload.StoredUpload;
import co.anb.showcase.api.upload.UploadConfig;
import co.anb.showcase.api.upload.UploadReply;
import co.anb.showcase.api.upload.UploadService;
import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The life of an upload that comes by more than one request. Its state is in the database and its bytes are in the
 * storage, so that each request may reach another node, and a node may die between any two steps.
 */
final class SessionService {

    /** So small pieces are no upload but an attack: 100 MB come in a thousand of 100 kB. */
    private static final int MOST_PIECES = 1_000;

    private final Vertx vertx;
    private final Pool pool;
    private final UploadService uploads;
    private final UploadConfig config;
    private final Clock clock;
    private final UploadSessionRepository sessions = new UploadSessionRepository();
    private final SessionObjectRepository objects = new SessionObjectRepository();

    SessionService(Vertx vertx, Pool pool, UploadService uploads, UploadConfig config, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.uploads = uploads;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Begins a session.
     *
     * @param also what its transaction does besides
     * @return the session; fails with FILE_SIZE_EXCEEDED, and with RATE_LIMITED over the player's quota of videos or of
     *     open sessions
     */
    Future<UploadSession> begin(Announcement announced, BiFunction<SqlClient, UploadSession, Future<Void>> also) {
        NewUpload upload = announced.upload();
        if (announced.sizeBytes() > config.maxBytes()) {
            return Future.failedFuture(config.tooLarge());
        }
        Instant end = clock.instant().plus(config.sessionTtl()).truncatedTo(ChronoUnit.MILLIS);
        UploadSession session = new UploadSession(
                Ids.next(),
                upload.player().userId(),
                announced.mode(),
                announced.title(),
                announced.metadata(),
                announced.sizeBytes(),
                0,
                end);
        return uploads.admit(upload)
                .compose(admitted -> pool.withTransaction(tx -> sessions.begin(tx, session, config.dailyQuota())
                        .compose(begun -> begun ? also.apply(tx, session) : Future.failedFuture(tooManyOpen()))))
                .map(session);
    }

    /**
     * The session that a request is about.
     *
     * @return it; fails with UPLOAD_NOT_FOUND, with FORBIDDEN when it is another player's, and with CONFLICT and the
     *     video's address when the upload is complete
     */
    Future<UploadSession> open(NewUpload upload, UUID id, UploadMode mode) {
        return sessions.find(pool, id).compose(found -> {
            if (found.isEmpty() || found.get().mode() != mode) {
                return gone(upload);
            }
            return found.get().owner().equals(upload.player().userId())
                    ? Future.succeededFuture(found.get())
                    : Future.failedFuture(ProblemException.of(ProblemType.FORBIDDEN));
        });
    }

    /** Keeps the reaper away from a session while its parts are joined; fails as {@link #open} does. */
    Future<Void> hold(NewUpload upload, UploadSession session) {
        return sessions.hold(pool, session.id()).compose(held -> held ? Future.succeededFuture() : gone(upload));
    }

    /** What the session of an upload became, if it is complete. */
    Future<Optional<AcceptedUpload>> finished(NewUpload upload) {
        return uploads.earlier(upload);
    }

    /** Stores bytes of a session as a file of their own, which belongs to nothing yet. */
    Future<StoredUpload> store(UploadSession session, ReadStream<Buffer> bytes) {
        return uploads.store(session.owner(), session.title(), bytes);
    }

    /** Gives a stored file up, unless a session or a video has it. */
    void release(StoredUpload stored) {
        uploads.release(stored);
    }

    /**
     * Makes a stored file the session's next piece, if no other has taken its place.
     *
     * @return the session after it; fails with CONFLICT when it has moved on, UPLOAD_NOT_FOUND when it is gone, and
     *     VALIDATION_ERROR when it has too many pieces
     */
    Future<UploadSession> keep(NewUpload upload, UploadSession session, StoredUpload piece) {
        return pool.withTransaction(tx -> sessions.advance(tx, session.id(), session.receivedBytes(), piece.sizeBytes())
                        .compose(pieces -> pieces.isEmpty() ? Future.failedFuture(moved()) : bounded(pieces.get()))
                        .compose(bounded -> objects.keep(tx, session.id(), session.receivedBytes(), piece))
                        .compose(kept -> kept
                                ? Future.succeededFuture(session.advancedBy(piece.sizeBytes()))
                                : Future.<UploadSession>failedFuture(
                                        ProblemException.of(ProblemType.SERVICE_UNAVAILABLE))))
                .recover(failure -> ProblemException.is(ProblemType.CONFLICT, failure)
                        ? open(upload, session.id(), session.mode()).compose(moved -> Future.failedFuture(failure))
                        : Future.failedFuture(failure));
    }

    /**
     * Makes a video of a stored file, and ends the session with all its other objects.
     *
     * @return what it became; fails as {@link #open} does when another request has ended the session before
     */
    Future<AcceptedUpload> finish(NewUpload upload, UploadSession session, StoredUpload whole) {
        return uploads.record(upload, session.title(), whole, tx -> endIn(tx, session.id(), whole.id()))
                .onSuccess(accepted -> Events.OBJECT_DELETION_DUE.publish(vertx.eventBus()))
                .recover(failure -> ProblemException.is(ProblemType.UPLOAD_NOT_FOUND, failure)
                        ? gone(upload)
                        : Future.failedFuture(failure));
    }

    /** Gives a session up with all its objects; fails with UPLOAD_NOT_FOUND when it has ended before. */
    Future<Void> end(UploadSession session) {
        return pool.withTransaction(tx -> endIn(tx, session.id(), null))
                .onSuccess(done -> Events.OBJECT_DELETION_DUE.publish(vertx.eventBus()));
    }

    /** The objects of a session, in the order of their bytes. */
    Future<List<SessionObject>> objects(UploadSession session) {
        return objects.list(pool, session.id());
    }

    /** First the session's row: whoever adds a piece or ends the session too waits for it, or finds it gone. */
    private Future<Void> endIn(SqlClient tx, UUID id, @Nullable UUID butFor) {
        return sessions.end(tx, id)
                .compose(ended -> ended
                        ? objects.release(tx, id, butFor)
                        : Future.failedFuture(ProblemException.of(ProblemType.UPLOAD_NOT_FOUND)));
    }

    private <T> Future<T> gone(NewUpload upload) {
        return finished(upload)
                .compose(known -> Future.failedFuture(
                        known.map(accepted -> moved().withHeader("Location", UploadReply.location(accepted)))
                                .orElseGet(() -> ProblemException.of(ProblemType.UPLOAD_NOT_FOUND))));
    }

    private static Future<Void> bounded(int pieces) {
        return pieces <= MOST_PIECES
                ? Future.succeededFuture()
                : Future.failedFuture(
                        ProblemException.of(ProblemType.VALIDATION_ERROR, "direct.too-many-pieces", MOST_PIECES));
    }

    private static ProblemException moved() {
        return ProblemException.of(ProblemType.CONFLICT);
    }

    private ProblemException tooManyOpen() {
        return ProblemException.of(ProblemType.RATE_LIMITED, "direct.too-many-open", config.dailyQuota())
                .retryAfter(config.sessionTtl());
    }
}
