package co.anb.showcase.shared.storage.s3;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.exception.NonRetryableException;

/**
 * A stream of known length as the body of a request, sent while it comes in: nothing is kept but one piece. The last
 * piece is held until the source has ended, so that a source that goes on stores nothing. It can be sent once: the SDK
 * can't try again, the caller may.
 */
final class StreamBody implements AsyncRequestBody {

    private final ReadStream<Buffer> source;
    private final long length;
    private final Context context;
    private final AtomicBoolean used = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * A body that nobody has asked for yet.
     *
     * @param source paused, or paused here
     * @param context on which the source lives
     */
    StreamBody(ReadStream<Buffer> source, long length, Context context) {
        this.source = source.pause();
        this.length = length;
        this.context = context;
    }

    @Override
    public Optional<Long> contentLength() {
        return Optional.of(length);
    }

    /** What the source failed with, if it did. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Takes the handlers off and lets flow what is left. */
    void release() {
        context.runOnContext(go -> {
            source.handler(null);
            source.endHandler(null);
            source.exceptionHandler(null);
            source.resume();
        });
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        if (used.compareAndSet(false, true)) {
            context.runOnContext(go -> new Sending(subscriber).begin());
            return;
        }
        subscriber.onSubscribe(new Nothing());
        subscriber.onError(NonRetryableException.create("a stream can be sent only once"));
    }

    /** Lives on the context. */
    private final class Sending implements Subscription {

        private final Subscriber<? super ByteBuffer> subscriber;
        private @Nullable Buffer held;
        private boolean asked;
        private boolean over;

        private Sending(Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        private void begin() {
            source.exceptionHandler(this::fail);
            source.endHandler(end -> finish());
            source.handler(this::take);
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long count) {
            context.runOnContext(go -> {
                // One more than asked for: the piece that is held.
                long wanted = asked || count == Long.MAX_VALUE ? count : count + 1;
                asked = true;
                source.fetch(wanted);
            });
        }

        @Override
        public void cancel() {
            context.runOnContext(go -> over = true);
        }

        private void take(Buffer piece) {
            Buffer earlier = held;
            held = piece;
            if (earlier != null) {
                give(earlier);
            }
        }

        private void finish() {
            if (held != null) {
                give(held);
            }
            if (!over) {
                over = true;
                subscriber.onComplete();
            }
        }

        private void give(Buffer piece) {
            if (!over) {
                subscriber.onNext(ByteBuffer.wrap(piece.getBytes()));
            }
        }

        private void fail(Throwable cause) {
            failure.compareAndSet(null, cause);
            if (!over) {
                over = true;
                subscriber.onError(cause);
            }
        }
    }

    private static final class Nothing implements Subscription {

        @Override
        public void request(long count) {
            // There is nothing to give.
        }

        @Override
        public void cancel() {
            // There is nothing to end.
        }
    }
}
