package co.anb.showcase.shared.storage;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.streams.WriteStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A file as the end of a pipe. It remembers the first write that failed: an {@link AsyncFile} alone closes successfully
 * although one of its last writes, still under way when the source ended, met a full disk.
 */
final class FileSink implements WriteStream<Buffer> {

    private final AsyncFile file;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    FileSink(AsyncFile file, int queueBytes) {
        this.file = file;
        file.setWriteQueueMaxSize(queueBytes);
    }

    @Override
    public Future<Void> write(Buffer data) {
        return file.write(data).onFailure(cause -> failure.compareAndSet(null, cause));
    }

    /** Waits for the writes under way, closes the file, and fails when any of them failed. */
    @Override
    public Future<Void> end() {
        return file.close()
                .compose(closed ->
                        failure().<Future<Void>>map(Future::failedFuture).orElseGet(Future::succeededFuture));
    }

    /** The first write that failed, if one did. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public FileSink exceptionHandler(@Nullable Handler<Throwable> handler) {
        file.exceptionHandler(handler);
        return this;
    }

    @Override
    public FileSink setWriteQueueMaxSize(int maxSize) {
        file.setWriteQueueMaxSize(maxSize);
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return file.writeQueueFull();
    }

    @Override
    public FileSink drainHandler(@Nullable Handler<Void> handler) {
        file.drainHandler(handler);
        return this;
    }
}
