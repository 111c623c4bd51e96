package co.anb.showcase.api.direct;

import co.anb.showcase.api.upload.AcceptedUpload;
import co.anb.showcase.api.upload.NewUpload;
import co.anb.showcase.api.upload.ReceivedFile;
import co.anb.showcase.api.upload.StoredUpload;
import co.anb.showcase.api.video.VideoRepository;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.StoragePort;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Appending to an upload (docs/adr/012). What a PATCH brings is stored as pieces, objects of their own that are given
 * to the session one by one: a piece counts when the session still stands where the piece begins, and then for good. So
 * two requests at once can't mix, on whichever nodes they run. The last piece is never counted: it is joined with the
 * others and recorded, and until that is done the client is told that it is missing.
 */
final class TusService {

    private final Pool pool;
    private final StoragePort storage;
    private final SessionService sessions;
    private final VideoRepository videos = new VideoRepository();

    TusService(Pool pool, StoragePort storage, SessionService sessions) {
        this.pool = pool;
        this.storage = storage;
        this.sessions = sessions;
    }

    /**
     * Takes all that a body brings.
     *
     * @return how far the upload is; fails as {@link SessionService#keep} and recording do, with INVALID_FILE_TYPE by
     *     the first bytes, and with PAYLOAD_TOO_LARGE for more than is missing. Pieces that were counted before a
     *     failure stay.
     */
    Future<Appended> append(NewUpload upload, UploadSession session, PatchBody body, Context context) {
        if (body.isOver()) {
            return Future.succeededFuture(Appended.to(session));
        }
        ReadStream<Buffer> piece = body.next();
        return sessions.store(session, session.receivedBytes() == 0 ? judged(piece, session, context) : piece)
                .compose(stored -> take(upload, session, stored))
                .compose(appended -> appended.accepted().isPresent()
                        ? Future.succeededFuture(appended)
                        : append(upload, appended.session(), body, context));
    }

    /** How large a video is that an upload became; empty when the player has deleted it. */
    Future<OptionalLong> sizeOf(AcceptedUpload accepted) {
        return videos.sizeBytes(pool, accepted.videoId());
    }

    private Future<Appended> take(NewUpload upload, UploadSession session, StoredUpload piece) {
        if (piece.sizeBytes() == session.missingBytes()) {
            return finish(upload, session, piece)
                    .map(accepted -> new Appended(session, session.sizeBytes(), Optional.of(accepted)));
        }
        if (piece.sizeBytes() == 0) {
            sessions.release(piece);
            return Future.succeededFuture(Appended.to(session));
        }
        return sessions.keep(upload, session, piece)
                .onFailure(failure -> sessions.release(piece))
                .map(Appended::to);
    }

    /** Whatever comes of it, the last piece is given up: the video has taken it or a copy, or it has to come again. */
    private Future<AcceptedUpload> finish(NewUpload upload, UploadSession session, StoredUpload last) {
        Future<StoredUpload> whole = session.receivedBytes() == 0 ? Future.succeededFuture(last) : join(session, last);
        return whole.compose(
                        file -> sessions.finish(upload, session, file).onFailure(failure -> sessions.release(file)))
                .onComplete(done -> sessions.release(last));
    }

    private Future<StoredUpload> join(UploadSession session, StoredUpload last) {
        return sessions.objects(session).compose(pieces -> {
            List<String> keys = Stream.concat(pieces.stream().map(SessionObject::key), Stream.of(last.key()))
                    .toList();
            JoinedObjects joined = new JoinedObjects(storage, keys);
            return sessions.store(session, joined)
                    .onComplete(done -> joined.close())
                    .compose(whole -> checked(session, whole));
        });
    }

    /** Only a session that was ended meanwhile has pieces that don't make a whole. */
    private Future<StoredUpload> checked(UploadSession session, StoredUpload whole) {
        if (whole.sizeBytes() == session.sizeBytes()) {
            return Future.succeededFuture(whole);
        }
        sessions.release(whole);
        return Future.failedFuture(ProblemException.of(ProblemType.UPLOAD_NOT_FOUND));
    }

    /** The first piece tells what the file is. */
    private static ReadStream<Buffer> judged(ReadStream<Buffer> piece, UploadSession session, Context context) {
        ProblemException excess = ProblemException.of(ProblemType.PAYLOAD_TOO_LARGE);
        ReceivedFile file = new ReceivedFile(piece, session.title(), session.sizeBytes(), excess, context);
        piece.exceptionHandler(file::fail);
        return file;
    }
}
