package co.anb.showcase.shared.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as files under one folder, which several processes of a machine may share.
 *
 * <p>A save writes a temporary file, forces it to the disk and renames it: a reader sees the old object or the new one,
 * and so does the next start after a crash. A reader that has the old one open reads it to its end. Waiting work (open,
 * fsync, rename, delete) is done by a bounded pool; reads and writes are asynchronous.
 */
public final class LocalStorage implements StoragePort {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStorage.class);
    private static final int READ_BUFFER_BYTES = 64 * 1024;
    private static final int OPEN_ATTEMPTS = 5;
    private static final Duration STALE = Duration.ofDays(1);

    private final Vertx vertx;
    private final StorageWorkers workers;
    private final LocalFiles files;
    private final MediaUrlSigner signer;
    private final LocalWriter writer;
    private final LocalMultipart multipart;

    private LocalStorage(Vertx vertx, StorageConfig config, Clock clock) {
        this.vertx = vertx;
        this.workers = new StorageWorkers(vertx);
        this.files = new LocalFiles(config.root());
        this.signer = new MediaUrlSigner(config.signingKey(), config.publicUrl(), clock);
        this.writer = new LocalWriter(vertx, workers, files);
        this.multipart = new LocalMultipart(workers, writer, new LocalParts(files), signer);
    }

    /**
     * Opens the folder, makes it when it is not there, and deletes temporary files that a killed process left more than
     * a day ago.
     *
     * @param vertx runs the work; the caller closes the storage before it
     * @param config names the folder and the key that signs links
     * @param clock tells when a link ends
     * @return the storage; it fails with {@code STORAGE_ERROR} when the folder can't be made or written
     */
    public static Future<LocalStorage> open(Vertx vertx, StorageConfig config, Clock clock) {
        LocalStorage storage = new LocalStorage(vertx, config, clock);
        return storage.workers
                .run(() -> storage.files.prepare(clock.instant().minus(STALE)))
                .onSuccess(deleted -> LOG.info("local storage root={} stale_deleted={}", config.root(), deleted))
                .map(storage)
                .recover(LocalStorage::failed);
    }

    @Override
    public Future<StoredObject> save(String key, ReadStream<Buffer> source, ObjectMetadata metadata) {
        return StorageProblems.withValid(
                key, valid -> writer.write(source, written -> files.commit(written, valid, metadata)));
    }

    @Override
    public Future<ObjectContent> load(String key, @Nullable ByteRange range) {
        return StorageProblems.withKey(key, valid -> workers.run(() -> open(valid, range)))
                .recover(LocalStorage::failed);
    }

    @Override
    public Future<StoredObject> stat(String key) {
        return StorageProblems.withKey(key, valid -> workers.run(() -> files.describe(valid)))
                .recover(LocalStorage::failed);
    }

    @Override
    public Future<Void> delete(String key) {
        Optional<StorageKey> valid = StorageKey.parse(key);
        if (valid.isEmpty()) {
            return Future.succeededFuture();
        }
        return workers.<Void>run(() -> {
                    files.delete(valid.get());
                    return null;
                })
                .recover(LocalStorage::failed);
    }

    @Override
    public Future<URI> url(String key, Duration ttl, Disposition disposition) {
        return StorageProblems.withValid(key, valid -> Future.succeededFuture(signer.sign(valid, ttl, disposition)));
    }

    @Override
    public Future<List<ListedObject>> list(String after, int limit) {
        return workers.run(() -> LocalListing.of(files.root(), after, limit)).recover(LocalStorage::failed);
    }

    @Override
    public String reference(String key) {
        return StorageKey.parse(key)
                .map(valid -> files.path(valid).toUri().toString())
                .orElse("no object");
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Future<Void> check() {
        return workers.<Void>run(() -> {
                    files.check();
                    return null;
                })
                .recover(LocalStorage::failed);
    }

    @Override
    public MultipartPort multipart() {
        return multipart;
    }

    @Override
    public Future<Void> close() {
        return workers.close();
    }

    /** Checks the links that {@link #url} makes. */
    MediaUrlSigner signer() {
        return signer;
    }

    /**
     * Opens a file and describes the very file that was opened: when another save renames between the two, it tries
     * again.
     */
    private ObjectContent open(StorageKey key, @Nullable ByteRange range) throws IOException {
        for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
            StoredObject before = files.describe(key);
            AsyncFile file = vertx.fileSystem()
                    .openBlocking(
                            files.path(key).toString(),
                            new OpenOptions().setWrite(false).setCreate(false));
            StoredObject after = describeOrNull(key);
            if (before.equals(after)) {
                return content(before, file, range);
            }
            file.close().onFailure(failure -> LOG.warn("file not closed", failure));
        }
        throw new IOException("the object is being replaced all the time: " + key);
    }

    private @Nullable StoredObject describeOrNull(StorageKey key) throws IOException {
        try {
            return files.describe(key);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static ObjectContent content(StoredObject object, AsyncFile file, @Nullable ByteRange range) {
        Optional<ByteRange.Span> span =
                range == null ? Optional.of(new ByteRange.Span(0, object.length())) : range.resolve(object.length());
        if (span.isEmpty()) {
            file.close().onFailure(failure -> LOG.warn("file not closed", failure));
            throw StorageProblems.unsatisfiable(object.length());
        }
        file.setReadBufferSize(READ_BUFFER_BYTES)
                .setReadPos(span.get().offset())
                .setReadLength(span.get().length());
        return new ObjectContent(object, span.get(), file, file::close);
    }

    private static <T> Future<T> failed(Throwable failure) {
        return Future.failedFuture(StorageProblems.of(failure));
    }
}
