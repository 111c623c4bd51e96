package co.anb.showcase.shared.storage;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An object, or a part of it, open for reading. It holds a file handle or a connection until it is closed; it is read
 * once, on the context that loaded it.
 */
public final class ObjectContent {

    private final StoredObject object;
    private final ByteRange.Span span;
    private final ReadStream<Buffer> body;
    private final Supplier<Future<Void>> closer;
    private final AtomicReference<@Nullable Future<Void>> closed = new AtomicReference<>();

    /**
     * Made by an adapter.
     *
     * @param object the object, whole
     * @param span the part that {@code body} gives
     * @param body the bytes; nothing flows before a handler is set, and back-pressure reaches the store
     * @param closer frees what the body holds; called at most once
     */
    public ObjectContent(
            StoredObject object, ByteRange.Span span, ReadStream<Buffer> body, Supplier<Future<Void>> closer) {
        this.object = Objects.requireNonNull(object, "object");
        this.span = Objects.requireNonNull(span, "span");
        this.body = Objects.requireNonNull(body, "body");
        this.closer = Objects.requireNonNull(closer, "closer");
    }

    /** The object, whole: its length is the total length. */
    public StoredObject object() {
        return object;
    }

    /** Position of the first byte of the body in the object. */
    public long offset() {
        return span.offset();
    }

    /** Bytes in the body. */
    public long length() {
        return span.length();
    }

    /** The bytes. */
    public ReadStream<Buffer> body() {
        return body;
    }

    /** Frees what the body holds. It may be called more than once and in the middle of the body. */
    public Future<Void> close() {
        Future<Void> earlier = closed.get();
        if (earlier != null) {
            return earlier;
        }
        Promise<Void> promise = Promise.promise();
        Future<Void> winner = closed.compareAndExchange(null, promise.future());
        if (winner != null) {
            return winner;
        }
        closer.get().onComplete(promise);
        return promise.future();
    }
}
