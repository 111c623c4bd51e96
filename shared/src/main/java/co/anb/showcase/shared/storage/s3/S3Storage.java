package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.ByteRange;
import co.anb.showcase.shared.storage.Disposition;
import co.anb.showcase.shared.storage.ListedObject;
import co.anb.showcase.shared.storage.MultipartPort;
import co.anb.showcase.shared.storage.ObjectContent;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StorageKey;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.shared.storage.StorageProblems;
import co.anb.showcase.shared.storage.StorageWorkers;
import co.anb.showcase.shared.storage.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.ReadStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.async.ResponsePublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Objects in one S3 bucket, encrypted there (SSE-S3, AES256).
 *
 * <p><b>Memory.</b> A save of unknown length holds at most three parts of 5 MiB (one fills, two are on their way), and
 * all saves of this storage together at most {@link S3Config#uploadMemoryBytes()} and a chunk each; when that is full,
 * the next ones wait with their clients held back. Parts of known length and reads pass through and hold a few pieces
 * of some kilobytes.
 *
 * <p><b>Failures.</b> The SDK tries again, within {@link S3Config#callTimeout()}; what is left becomes a problem. A
 * save that fails gives its upload up at once and in the background; should that fail too, its key leads
 * {@link MultipartPort#abortAll} to it. A read that is cut in its middle fails its stream.
 *
 * <p>A reader that stands still longer than {@link S3Config#attemptTimeout()} loses its connection, so objects are read
 * to files; clients read from S3 themselves, by {@link #url}.
 */
public final class S3Storage implements StoragePort {

    private static final Logger LOG = LoggerFactory.getLogger(S3Storage.class);

    private final Vertx vertx;
    private final S3Connection connection;
    private final StorageWorkers workers;
    private final BucketClient bucket;
    private final UploadMemory memory;
    private final S3Links links;
    private final S3Multipart multipart;
    private final String name;
    private final Set<Future<?>> aborts = ConcurrentHashMap.newKeySet();

    private S3Storage(Vertx vertx, S3Connection connection, StorageWorkers workers, S3Config config) {
        this.vertx = vertx;
        this.connection = connection;
        this.workers = workers;
        this.name = config.bucket();
        this.bucket = new BucketClient(vertx, workers, connection.client(), name);
        this.memory = new UploadMemory(vertx, config.uploadMemoryBytes(), config.uploadWait());
        this.links = new S3Links(workers, connection.presigner(), connection.operations(), name);
        this.multipart = new S3Multipart(vertx, bucket, links, this::stat);
    }

    /**
     * Makes the client. No request is sent: a bucket that is away or not ours is seen by {@link #check}.
     *
     * @param vertx runs the work; the caller closes the storage before it
     * @param config which bucket, and how it is reached
     * @param service who asks
     * @return the storage; it fails when the SDK can't be set up, as without a region
     */
    public static Future<S3Storage> open(Vertx vertx, S3Config config, String service) {
        StorageWorkers workers = new StorageWorkers(vertx);
        return workers.run(() -> S3Connection.open(config, service))
                .map(connection -> new S3Storage(vertx, connection, workers, config))
                .onSuccess(storage -> LOG.info(
                        "S3 storage bucket={} endpoint={}",
                        config.bucket(),
                        config.endpoint().map(URI::toString).orElse("AWS")));
    }

    @Override
    public Future<StoredObject> save(String key, ReadStream<Buffer> source, ObjectMetadata metadata) {
        return StorageProblems.withValid(key, valid -> {
            Pipe<Buffer> pipe = source.pipe().endOnFailure(false);
            return memory.acquire()
                    .onFailure(full -> pipe.close())
                    .compose(place -> drain(pipe, new PartsSink(bucket, memory, key, metadata)))
                    .compose(stored -> stat(key));
        });
    }

    @Override
    public Future<ObjectContent> load(String key, @Nullable ByteRange range) {
        return StorageProblems.withKey(key, valid -> bucket.get(key, range).map(answer -> content(key, answer)))
                .recover(failure -> ProblemException.is(ProblemType.RANGE_NOT_SATISFIABLE, failure)
                        ? stat(key)
                                .compose(object -> Future.failedFuture(StorageProblems.unsatisfiable(object.length())))
                        : Future.failedFuture(failure));
    }

    @Override
    public Future<StoredObject> stat(String key) {
        return StorageProblems.withKey(key, valid -> bucket.head(key))
                .map(head ->
                        described(key, head.contentLength(), head.contentType(), head.eTag(), head.lastModified()));
    }

    @Override
    public Future<Void> delete(String key) {
        return StorageKey.parse(key).isEmpty() ? Future.succeededFuture() : bucket.delete(key);
    }

    @Override
    public Future<URI> url(String key, Duration ttl, Disposition disposition) {
        return StorageProblems.withValid(key, valid -> links.forObject(key, ttl, disposition));
    }

    @Override
    public Future<List<ListedObject>> list(String after, int limit) {
        return bucket.list(after, limit)
                .map(page -> page.contents().stream()
                        .map(object -> new ListedObject(object.key(), object.lastModified()))
                        .toList());
    }

    @Override
    public String reference(String key) {
        return "s3://" + name + "/" + key;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Future<Void> check() {
        return bucket.headBucket();
    }

    @Override
    public MultipartPort multipart() {
        return multipart;
    }

    @Override
    public Future<Void> close() {
        return Future.join(Set.copyOf(aborts).stream().toList())
                .transform(settled -> workers.<Void>run(() -> {
                    connection.close();
                    return null;
                }))
                .transform(closed -> workers.close());
    }

    /** Places in the upload memory that are free. */
    int freePlaces() {
        return memory.free();
    }

    private Future<Void> drain(Pipe<Buffer> pipe, PartsSink sink) {
        return pipe.to(sink).onFailure(cause -> {
            Future<Void> abort = sink.abort(cause);
            aborts.add(abort);
            abort.onFailure(kept -> LOG.warn("upload not aborted, the reaper will", kept))
                    .onComplete(done -> aborts.remove(abort));
        });
    }

    private ObjectContent content(String key, ResponsePublisher<GetObjectResponse> answer) {
        GetObjectResponse head = answer.response();
        PublisherStream body = PublisherStream.of(vertx.getOrCreateContext(), "GetObject", answer);
        ByteRange.Span span = new ByteRange.Span(offset(head.contentRange()), head.contentLength());
        StoredObject object = described(
                key,
                head.contentRange() == null ? head.contentLength() : total(head.contentRange()),
                head.contentType(),
                head.eTag(),
                head.lastModified());
        return new ObjectContent(object, span, body, body::close);
    }

    private static StoredObject described(String key, long length, String type, String etag, Instant modified) {
        return new StoredObject(key, length, type, etag, modified);
    }

    /** Of {@code bytes 2-4/10}: where it begins. */
    private static long offset(@Nullable String contentRange) {
        return contentRange == null
                ? 0
                : Long.parseLong(contentRange.substring("bytes ".length(), contentRange.indexOf('-')));
    }

    private static long total(String contentRange) {
        return Long.parseLong(contentRange.substring(contentRange.indexOf('/') + 1));
    }
}
