package co.anb.showcase.api.reaper;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.MultipartPort;
import co.anb.showcase.shared.storage.MultipartUpload;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.PartTag;
import co.anb.showcase.shared.storage.StoredObject;
import co.anb.showcase.shared.storage.StoredPart;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Uploads in parts that can only be aborted, and the first abort may fail. */
final class FakeMultipart implements MultipartPort {

    private final Set<MultipartUpload> aborted = ConcurrentHashMap.newKeySet();
    private final Set<String> searched = ConcurrentHashMap.newKeySet();
    private volatile boolean failing;

    void fail(boolean on) {
        failing = on;
    }

    /** Uploads that were aborted by their id. */
    Set<MultipartUpload> aborted() {
        return Set.copyOf(aborted);
    }

    /** Keys whose uploads were aborted, whatever their id. */
    Set<String> searched() {
        return Set.copyOf(searched);
    }

    @Override
    public Future<Void> abort(MultipartUpload upload) {
        return failing
                ? away()
                : Future.succeededFuture().map(ok -> aborted.add(upload)).mapEmpty();
    }

    @Override
    public Future<Void> abortAll(String key) {
        return failing
                ? away()
                : Future.succeededFuture().map(ok -> searched.add(key)).mapEmpty();
    }

    @Override
    public Future<MultipartUpload> begin(String key, ObjectMetadata metadata) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<StoredPart> savePart(MultipartUpload upload, int number, long length, ReadStream<Buffer> source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<List<StoredPart>> parts(MultipartUpload upload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<StoredObject> complete(MultipartUpload upload, List<PartTag> parts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<URI> partUrl(MultipartUpload upload, int number, long length, Duration ttl) {
        throw new UnsupportedOperationException();
    }

    private static Future<Void> away() {
        return Future.failedFuture(ProblemException.of(ProblemType.STORAGE_ERROR));
    }
}
