package co.anb.showcase.shared.storage;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that must give so many bytes and no others: it fails with {@code VALIDATION_ERROR} when the one behind it
 * ends early or goes on. It lives on the context of the stream behind it.
 */
public final class ExactLength implements ReadStream<Buffer> {

    private final ReadStream<Buffer> source;
    private final long length;
    private long given;
    private boolean failed;
    private @Nullable Handler<Throwable> exceptionHandler;

    /** A stream over another one, of so many bytes. */
    public ExactLength(ReadStream<Buffer> source, long length) {
        this.source = source;
        this.length = length;
    }

    @Override
    public ExactLength handler(@Nullable Handler<Buffer> handler) {
        source.handler(handler == null ? null : buffer -> give(buffer, handler));
        return this;
    }

    @Override
    public ExactLength endHandler(@Nullable Handler<Void> handler) {
        source.endHandler(handler == null ? null : end -> finish(handler));
        return this;
    }

    @Override
    public ExactLength exceptionHandler(@Nullable Handler<Throwable> handler) {
        exceptionHandler = handler;
        source.exceptionHandler(handler);
        return this;
    }

    @Override
    public ExactLength pause() {
        source.pause();
        return this;
    }

    @Override
    public ExactLength resume() {
        source.resume();
        return this;
    }

    @Override
    public ExactLength fetch(long amount) {
        source.fetch(amount);
        return this;
    }

    private void give(Buffer buffer, Handler<Buffer> handler) {
        given += buffer.length();
        if (given <= length) {
            handler.handle(buffer);
        } else {
            fail();
        }
    }

    private void finish(Handler<Void> handler) {
        if (given == length) {
            handler.handle(null);
        } else {
            fail();
        }
    }

    private void fail() {
        Handler<Throwable> handler = exceptionHandler;
        if (!failed && handler != null) {
            failed = true;
            // The source is well: what it still has is to flow off.
            source.resume();
            handler.handle(StorageProblems.wrongLength(length));
        }
    }
}
