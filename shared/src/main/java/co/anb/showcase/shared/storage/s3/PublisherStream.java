package co.anb.showcase.shared.storage.s3;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A publisher of the SDK as a stream on one Vert.x context. At most {@value #WINDOW} pieces are asked for ahead, so a
 * slow reader slows the connection; nothing flows to the reader before it sets a handler.
 */
final class PublisherStream implements ReadStream<Buffer>, Subscriber<ByteBuffer> {

    private static final int WINDOW = 16;

    private final Context context;
    private final String operation;
    private final Deque<Buffer> queue = new ArrayDeque<>();
    private @Nullable Subscription subscription;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Throwable failure;
    private long demand = Long.MAX_VALUE;
    private boolean complete;
    private boolean over;

    private PublisherStream(Context context, String operation) {
        this.context = context;
        this.operation = operation;
    }

    static PublisherStream of(Context context, String operation, Publisher<ByteBuffer> publisher) {
        PublisherStream stream = new PublisherStream(context, operation);
        publisher.subscribe(stream);
        return stream;
    }

    /** Ends it early: the connection is given up when its answer has not been read. */
    synchronized Future<Void> close() {
        over = true;
        queue.clear();
        if (subscription != null) {
            subscription.cancel();
        }
        return Future.succeededFuture();
    }

    @Override
    public void onSubscribe(Subscription given) {
        boolean closed;
        synchronized (this) {
            subscription = given;
            closed = over;
        }
        if (closed) {
            given.cancel();
        } else {
            given.request(WINDOW);
        }
    }

    @Override
    public void onNext(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        synchronized (this) {
            queue.add(Buffer.buffer(bytes));
        }
        schedule();
    }

    @Override
    public void onError(Throwable cause) {
        synchronized (this) {
            failure = cause;
        }
        schedule();
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            complete = true;
        }
        schedule();
    }

    @Override
    public synchronized PublisherStream handler(@Nullable Handler<Buffer> newHandler) {
        handler = newHandler;
        schedule();
        return this;
    }

    @Override
    public synchronized PublisherStream endHandler(@Nullable Handler<Void> newHandler) {
        endHandler = newHandler;
        schedule();
        return this;
    }

    @Override
    public synchronized PublisherStream exceptionHandler(@Nullable Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        schedule();
        return this;
    }

    @Override
    public synchronized PublisherStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public PublisherStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public synchronized PublisherStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        schedule();
        return this;
    }

    private void schedule() {
        context.runOnContext(next -> give());
    }

    private void give() {
        for (Runnable event = next(); event != null; event = next()) {
            event.run();
        }
    }

    /** The next thing to tell the reader, or null when it must wait. */
    private synchronized @Nullable Runnable next() {
        Handler<Buffer> toData = handler;
        Handler<Throwable> toFailure = exceptionHandler;
        Handler<Void> toEnd = endHandler;
        if (over) {
            return null;
        }
        if (failure != null && toFailure != null) {
            over = true;
            Throwable cause = failure;
            return () -> toFailure.handle(S3Problems.of(operation, cause));
        }
        if (toData == null || demand == 0) {
            return null;
        }
        Buffer piece = queue.poll();
        if (piece != null) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            Subscription more = subscription;
            return () -> {
                toData.handle(piece);
                if (more != null) {
                    more.request(1);
                }
            };
        }
        if (complete && toEnd != null) {
            over = true;
            return () -> toEnd.handle(null);
        }
        return null;
    }
}
