package co.anb.showcase.shared.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
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
    private static final int WRITE_QUEUE_BYTES = 256 * 1024;
    private static final int READ_BUFFER_BYTES = 64 * 1024;
    private static final int OPEN_ATTEMPTS = 5;
    private static final Duration STALE = Duration.ofDays(1);

    private final Vertx vertx;
    private final StorageWorkers workers;
    private final LocalFiles files;
    private final MediaUrlSigner signer;

    private LocalStorage(Vertx vertx, StorageConfig config, Clock clock) {
        this.vertx = vertx;
        this.workers = new StorageWorkers(vertx);
        this.files = new LocalFiles(config.root());
        this.signer = new MediaUrlSigner(config.signingKey(), config.publicUrl(), clock);
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
        return withValid(key, valid -> {
            Pipe<Buffer> pipe = source.pipe().endOnFailure(true);
            Path temporary = files.newTemporary();
            return write(temporary, pipe)
                    .compose(written -> commit(temporary, valid, metadata))
                    .recover(failure -> discard(temporary, failure));
        });
    }

    @Override
    public Future<ObjectContent> load(String key, @Nullable ByteRange range) {
        return withKey(key, valid -> workers.run(() -> open(valid, range)));
    }

    @Override
    public Future<StoredObject> stat(String key) {
        return withKey(key, valid -> workers.run(() -> files.describe(valid)));
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
        return withValid(key, valid -> Future.succeededFuture(signer.sign(valid, ttl, disposition)));
    }

    @Override
    public Future<Void> close() {
        return workers.close();
    }

    /** Checks the links that {@link #url} makes. */
    MediaUrlSigner signer() {
        return signer;
    }

    private Future<Void> write(Path temporary, Pipe<Buffer> pipe) {
        return vertx.fileSystem()
                .open(temporary.toString(), new OpenOptions().setRead(false).setCreateNew(true))
                .recover(LocalStorage::failed)
                .onFailure(failure -> pipe.close())
                .compose(file -> drain(pipe, new FileSink(file, WRITE_QUEUE_BYTES)));
    }

    /** A failure of the source stays what it is, a failure of the disk becomes a problem. */
    private static Future<Void> drain(Pipe<Buffer> pipe, FileSink sink) {
        return pipe.to(sink)
                .recover(failure -> sink.failure().isPresent() ? failed(failure) : Future.failedFuture(failure));
    }

    private Future<StoredObject> commit(Path temporary, StorageKey key, ObjectMetadata metadata) {
        return workers.run(() -> files.commit(temporary, key, metadata)).recover(LocalStorage::failed);
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

    private <T> Future<T> discard(Path temporary, Throwable failure) {
        return workers.<Void>run(() -> {
                    files.deleteTemporary(temporary);
                    return null;
                })
                .onFailure(kept -> LOG.warn("temporary file stays until the next start", kept))
                .transform(done -> Future.failedFuture(failure));
    }

    /** For keys that we make ourselves: another one is a bug. */
    private static <T> Future<T> withValid(String key, Function<StorageKey, Future<T>> action) {
        return StorageKey.parse(key)
                .map(action)
                .orElseGet(() -> Future.failedFuture(new IllegalArgumentException("not a storage key")));
    }

    /** For keys that may come from outside: another one names nothing. */
    private static <T> Future<T> withKey(String key, Function<StorageKey, Future<T>> action) {
        return StorageKey.parse(key)
                .map(action)
                .orElseGet(() -> Future.failedFuture(StorageProblems.notFound()))
                .recover(LocalStorage::failed);
    }

    private static <T> Future<T> failed(Throwable failure) {
        return Future.failedFuture(StorageProblems.of(failure));
    }
}
