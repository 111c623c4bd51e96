package co.anb.showcase.shared.storage;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A stream of one text, given as soon as someone may take it. */
public final class TextSource implements ReadStream<Buffer> {

    private final Buffer text;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private boolean ended;

    public TextSource(String text) {
        this.text = Buffer.buffer(text);
    }

    @Override
    public TextSource handler(@Nullable Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public TextSource endHandler(@Nullable Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public TextSource exceptionHandler(@Nullable Handler<Throwable> newHandler) {
        return this;
    }

    @Override
    public TextSource pause() {
        return this;
    }

    @Override
    public TextSource resume() {
        return fetch(1);
    }

    @Override
    public TextSource fetch(long amount) {
        Handler<Buffer> toText = handler;
        Handler<Void> toEnd = endHandler;
        if (!ended && toText != null && toEnd != null) {
            ended = true;
            if (text.length() > 0) {
                toText.handle(text);
            }
            toEnd.handle(null);
        }
        return this;
    }
}
