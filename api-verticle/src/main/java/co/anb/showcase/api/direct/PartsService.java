package co.anb.showcase.api.direct;

import co.anb.showcase.api.upload.AcceptedUpload;
import co.anb.showcase.api.upload.Mp4Signature;
import co.anb.showcase.api.upload.NewUpload;
import co.anb.showcase.api.upload.StoredUpload;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.ByteRange;
import co.anb.showcase.shared.storage.MultipartUpload;
import co.anb.showcase.shared.storage.ObjectContent;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.PartTag;
import co.anb.showcase.shared.storage.StorageKey;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.shared.storage.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Uploads in parts: the bytes go from the client to the storage and past us, so they are judged when they are joined,
 * before they are recorded. Everything here may be repeated by a client that got no answer.
 */
final class PartsService {

    /** 13 links for 100 MB; more than the least that S3 takes. */
    static final long PART_BYTES = 8L << 20;

    private final Pool pool;
    private final StoragePort storage;
    private final SessionService sessions;
    private final Clock clock;
    private final SessionObjectRepository objects = new SessionObjectRepository();

    PartsService(Pool pool, StoragePort storage, SessionService sessions, Clock clock) {
        this.pool = pool;
        this.storage = storage;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Begins an upload; fails as {@link SessionService#begin} does, or with the storage's problem. */
    Future<PartLinks> begin(Announcement announced) {
        UUID id = Ids.next();
        String key = StorageKey.upload(clock.instant(), id, announced.title()).value();
        return sessions.begin(announced, (tx, session) -> objects.beginParts(tx, session, id, key))
                .compose(session -> storage.multipart()
                        .begin(key, ObjectMetadata.MP4)
                        .compose(multipart -> objects.nameParts(pool, id, multipart)
                                .compose(PartsService::mustBeThere)
                                .compose(named -> links(session, multipart)))
                        .onFailure(failure -> sessions.end(session).onFailure(failure::addSuppressed)));
    }

    /**
     * Joins the parts and records the video; done again, it gives the same again.
     *
     * @return what it became; fails with UPLOAD_NOT_FOUND, FORBIDDEN, VALIDATION_ERROR when the parts are not those
     *     that were announced, INVALID_FILE_TYPE (and then the upload is given up), or as recording does
     */
    Future<AcceptedUpload> complete(NewUpload upload, UUID id, List<PartTag> tags) {
        return sessions.open(upload, id, UploadMode.PARTS)
                .compose(session -> {
                    mustBeAll(tags, parts(session));
                    return sessions.hold(upload, session).compose(held -> complete(upload, session, tags));
                })
                .recover(failure -> ProblemException.is(ProblemType.CONFLICT, failure)
                        ? earlier(upload, failure)
                        : Future.failedFuture(failure));
    }

    private Future<AcceptedUpload> complete(NewUpload upload, UploadSession session, List<PartTag> tags) {
        return sessions.objects(session).compose(found -> {
            SessionObject object = found.stream()
                    .filter(one -> one.multipart().isPresent())
                    .findFirst()
                    .orElseThrow(() -> gone());
            return storage.multipart()
                    .complete(object.multipart().orElseThrow(), tags)
                    .recover(PartsService::goneWhenNotFound)
                    .compose(whole -> judge(session, whole))
                    .compose(whole -> sessions.finish(
                            upload, session, new StoredUpload(object.id(), object.key(), whole.length())));
        });
    }

    /** What no request can change any more ends the session. */
    private Future<StoredObject> judge(UploadSession session, StoredObject whole) {
        return refusal(session, whole).compose(refusal -> {
            if (refusal.isEmpty()) {
                return Future.succeededFuture(whole);
            }
            return sessions.end(session).transform(ended -> Future.failedFuture(refusal.get()));
        });
    }

    private Future<Optional<ProblemException>> refusal(UploadSession session, StoredObject whole) {
        if (whole.length() != session.sizeBytes()) {
            return Future.succeededFuture(Optional.of(
                    ProblemException.of(ProblemType.VALIDATION_ERROR, "direct.wrong-size", session.sizeBytes())));
        }
        if (whole.length() < Mp4Signature.BYTES) {
            return Future.succeededFuture(Optional.of(ProblemException.of(ProblemType.INVALID_FILE_TYPE)));
        }
        return storage.load(whole.key(), ByteRange.of(0, Mp4Signature.BYTES - 1L))
                .compose(content -> read(content).eventually(content::close))
                .map(Mp4Signature::refusal);
    }

    private static Future<Buffer> read(ObjectContent content) {
        Buffer head = Buffer.buffer();
        ReadStream<Buffer> body = content.body();
        return Future.future(promise -> body.exceptionHandler(promise::tryFail)
                .endHandler(end -> promise.tryComplete(head))
                .handler(head::appendBuffer)
                .resume());
    }

    private Future<PartLinks> links(UploadSession session, MultipartUpload multipart) {
        Duration ttl = Duration.between(clock.instant(), session.expiresAt());
        Duration atLeast = ttl.toSeconds() < 1 ? Duration.ofSeconds(1) : ttl;
        int last = parts(session);
        List<Future<URI>> urls = IntStream.rangeClosed(1, last)
                .mapToObj(number -> {
                    long before = (number - 1) * PART_BYTES;
                    long length = Math.min(PART_BYTES, session.sizeBytes() - before);
                    return storage.multipart().partUrl(multipart, number, length, atLeast);
                })
                .toList();
        return Future.all(urls)
                .map(all -> new PartLinks(
                        session, PART_BYTES, urls.stream().map(Future::result).toList()));
    }

    private Future<AcceptedUpload> earlier(NewUpload upload, Throwable failure) {
        return sessions.finished(upload)
                .compose(known -> known.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(failure)));
    }

    private static int parts(UploadSession session) {
        return Math.toIntExact((session.sizeBytes() + PART_BYTES - 1) / PART_BYTES);
    }

    private static void mustBeAll(List<PartTag> tags, int count) {
        List<Integer> numbers = tags.stream().map(PartTag::number).toList();
        if (!numbers.equals(IntStream.rangeClosed(1, count).boxed().toList())) {
            throw ProblemException.invalid("#/parts", "direct.parts", count);
        }
    }

    private static Future<Void> mustBeThere(boolean there) {
        return there ? Future.succeededFuture() : Future.failedFuture(gone());
    }

    private static <T> Future<T> goneWhenNotFound(Throwable failure) {
        return Future.failedFuture(ProblemException.is(ProblemType.NOT_FOUND, failure) ? gone() : failure);
    }

    private static ProblemException gone() {
        return ProblemException.of(ProblemType.UPLOAD_NOT_FOUND);
    }
}
