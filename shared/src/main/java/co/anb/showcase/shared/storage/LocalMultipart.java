package co.anb.showcase.shared.storage;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Uploads in parts for {@link LocalStorage}: each part is a file until they are joined. */
final class LocalMultipart implements MultipartPort {

    private final StorageWorkers workers;
    private final LocalWriter writer;
    private final LocalParts parts;
    private final MediaUrlSigner signer;

    LocalMultipart(StorageWorkers workers, LocalWriter writer, LocalParts parts, MediaUrlSigner signer) {
        this.workers = workers;
        this.writer = writer;
        this.parts = parts;
        this.signer = signer;
    }

    @Override
    public Future<MultipartUpload> begin(String key, ObjectMetadata metadata) {
        return StorageProblems.withValid(
                key, valid -> workers.run(() -> parts.begin(valid, metadata)).recover(LocalMultipart::failed));
    }

    @Override
    public Future<StoredPart> savePart(MultipartUpload upload, int number, long length, ReadStream<Buffer> source) {
        PartRules.check(number, length);
        return StorageProblems.withKey(
                upload.key(),
                key -> writer.write(
                        new ExactLength(source, length), written -> parts.commit(written, key, upload.id(), number)));
    }

    @Override
    public Future<List<StoredPart>> parts(MultipartUpload upload) {
        return StorageProblems.withKey(upload.key(), key -> workers.run(() -> parts.list(key, upload.id())))
                .recover(LocalMultipart::failed);
    }

    @Override
    public Future<StoredObject> complete(MultipartUpload upload, List<PartTag> wanted) {
        return StorageProblems.withKey(upload.key(), key -> workers.run(() -> parts.complete(key, upload.id(), wanted)))
                .recover(LocalMultipart::failed);
    }

    @Override
    public Future<Void> abort(MultipartUpload upload) {
        return remove(upload.key(), key -> parts.abort(key, upload.id()));
    }

    @Override
    public Future<Void> abortAll(String key) {
        return remove(key, parts::abortAll);
    }

    @Override
    public Future<URI> partUrl(MultipartUpload upload, int number, long length, Duration ttl) {
        PartRules.check(number, length);
        return StorageProblems.withValid(upload.key(), key -> {
            MediaUrlSigner.PartTicket ticket = new MediaUrlSigner.PartTicket(upload, number, length);
            return Future.succeededFuture(signer.signPart(ticket, ttl));
        });
    }

    /** What is to go away and has no name that could be stored is away. */
    private Future<Void> remove(String key, Removal removal) {
        Optional<StorageKey> valid = StorageKey.parse(key);
        if (valid.isEmpty()) {
            return Future.succeededFuture();
        }
        return workers.<Void>run(() -> {
                    removal.run(valid.get());
                    return null;
                })
                .recover(LocalMultipart::failed);
    }

    private static <T> Future<T> failed(Throwable failure) {
        return Future.failedFuture(StorageProblems.of(failure));
    }

    @FunctionalInterface
    private interface Removal {
        void run(StorageKey key) throws IOException;
    }
}
