package co.anb.showcase.api.direct;

import co.anb.showcase.shared.storage.ObjectContent;
import co.anb.showcase.shared.storage.StoragePort;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several objects, read one after the other as one stream. At most one is open; each is opened when it is wanted. It is
 * used on one context, and paused when it is made.
 */
final class JoinedObjects implements ReadStream<Buffer> {

    private static final Logger LOG = LoggerFactory.getLogger(JoinedObjects.class);

    private final StoragePort storage;
    private final Deque<String> left;
    private @Nullable ObjectContent current;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private long demand;
    private boolean opening;
    private boolean over;

    JoinedObjects(StoragePort storage, Collection<String> keys) {
        this.storage = storage;
        this.left = new ArrayDeque<>(keys);
    }

    /** Reads no further. */
    void close() {
        over = true;
        closeCurrent();
    }

    @Override
    public JoinedObjects exceptionHandler(@Nullable Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public JoinedObjects handler(@Nullable Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public JoinedObjects endHandler(@Nullable Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public JoinedObjects pause() {
        demand = 0;
        if (current != null) {
            current.body().pause();
        }
        return this;
    }

    @Override
    public JoinedObjects resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public JoinedObjects fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        if (current != null) {
            current.body().fetch(amount);
        } else if (!opening && !over) {
            open();
        }
        return this;
    }

    private void open() {
        String key = left.poll();
        if (key == null) {
            over = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
            return;
        }
        opening = true;
        storage.load(key, null).onSuccess(this::read).onFailure(this::fail);
    }

    private void read(ObjectContent content) {
        opening = false;
        current = content;
        if (over) {
            closeCurrent();
            return;
        }
        content.body()
                .pause()
                .exceptionHandler(this::fail)
                .endHandler(end -> next())
                .handler(this::pass);
        if (demand > 0) {
            content.body().fetch(demand);
        }
    }

    private void pass(Buffer data) {
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        if (handler != null && !over) {
            handler.handle(data);
        }
    }

    private void next() {
        closeCurrent();
        if (!over) {
            open();
        }
    }

    private void fail(Throwable cause) {
        if (over) {
            return;
        }
        close();
        if (exceptionHandler != null) {
            exceptionHandler.handle(cause);
        }
    }

    private void closeCurrent() {
        if (current != null) {
            current.close().onFailure(e -> LOG.warn("a piece can't be closed", e));
            current = null;
        }
    }
}
