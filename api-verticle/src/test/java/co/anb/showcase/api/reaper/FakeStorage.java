package co.anb.showcase.api.reaper;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.ByteRange;
import co.anb.showcase.shared.storage.Disposition;
import co.anb.showcase.shared.storage.ListedObject;
import co.anb.showcase.shared.storage.MultipartPort;
import co.anb.showcase.shared.storage.ObjectContent;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.shared.storage.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store of names that only deletes, and can be made to fail or to wait. */
final class FakeStorage implements StoragePort {

    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger deletes = new AtomicInteger();
    private final FakeMultipart multipart = new FakeMultipart();
    private volatile Future<Void> gate = Future.succeededFuture();

    void put(Collection<String> more) {
        more.forEach(keys::add);
    }

    void failFor(String key) {
        broken.add(key);
    }

    void heal() {
        broken.clear();
    }

    Promise<Void> block() {
        Promise<Void> promise = Promise.promise();
        gate = promise.future();
        return promise;
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    List<String> keys() {
        return List.copyOf(keys);
    }

    int deletes() {
        return deletes.get();
    }

    /** What was asked of uploads in parts. */
    FakeMultipart aborts() {
        return multipart;
    }

    @Override
    public Future<Void> delete(String key) {
        deletes.incrementAndGet();
        if (broken.contains(key)) {
            return Future.failedFuture(ProblemException.of(ProblemType.STORAGE_ERROR));
        }
        return gate.onSuccess(open -> keys.remove(key));
    }

    @Override
    public Future<StoredObject> save(String key, ReadStream<Buffer> source, ObjectMetadata metadata) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<ObjectContent> load(String key, @Nullable ByteRange range) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<StoredObject> stat(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<URI> url(String key, Duration ttl, Disposition disposition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<List<ListedObject>> list(String after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String reference(String key) {
        return "fake:" + key;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Future<Void> check() {
        return Future.succeededFuture();
    }

    @Override
    public MultipartPort multipart() {
        return multipart;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
