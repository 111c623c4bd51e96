package co.anb.showcase.local.gateway;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's body on its way to a service. It adds two things to the plain stream:
 *
 * <ul>
 *   <li>A client that asks {@code Expect: 100-continue} gets its 100 from the service: the head goes out before the
 *       first byte of the body, and only the service's consent is passed back.
 *   <li>When the service reads no further (it refused early, or died), the rest is read and thrown away, so that a
 *       client that writes everything before it reads still sees the status. That ends with {@link #DISCARD_BYTES} or
 *       {@link #DISCARD_TIME}: then the connection is closed.
 * </ul>
 */
final class RelayedBody implements ReadStream<Buffer> {

    private static final Logger LOG = LoggerFactory.getLogger(RelayedBody.class);
    private static final long DISCARD_BYTES = 128L << 20;
    private static final Duration DISCARD_TIME = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final HttpServerRequest incoming;
    private @Nullable HttpClientRequest outgoing;
    private boolean headSent;
    private boolean ended;
    private boolean discarding;
    private long discardedBytes;

    RelayedBody(Vertx vertx, HttpServerRequest incoming) {
        this.vertx = vertx;
        this.incoming = incoming;
    }

    /** Names the request that takes the bytes; its headers are not complete yet. */
    void relayTo(HttpClientRequest request) {
        outgoing = request;
    }

    /** Reads on without keeping anything. */
    void discard() {
        if (discarding || ended || incoming.isEnded()) {
            return;
        }
        discarding = true;
        long limit = vertx.setTimer(DISCARD_TIME.toMillis(), id -> close());
        incoming.handler(this::count);
        incoming.endHandler(end -> vertx.cancelTimer(limit));
        incoming.exceptionHandler(gone -> vertx.cancelTimer(limit));
        incoming.resume();
    }

    @Override
    @CanIgnoreReturnValue
    public RelayedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        if (!discarding) {
            incoming.exceptionHandler(handler);
        }
        return this;
    }

    /** Without a handler the pipe has ended, or given up before the end. */
    @Override
    @CanIgnoreReturnValue
    public RelayedBody handler(@Nullable Handler<Buffer> handler) {
        if (handler == null) {
            discard();
        } else {
            incoming.handler(handler);
        }
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public RelayedBody endHandler(@Nullable Handler<Void> handler) {
        if (handler != null) {
            incoming.endHandler(nothing -> {
                ended = true;
                handler.handle(null);
            });
        }
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public RelayedBody pause() {
        if (!discarding) {
            incoming.pause();
        }
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public RelayedBody resume() {
        askFirst();
        incoming.resume();
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public RelayedBody fetch(long amount) {
        askFirst();
        incoming.fetch(amount);
        return this;
    }

    /** The first demand comes when the headers are complete. */
    private void askFirst() {
        if (outgoing == null || headSent) {
            return;
        }
        headSent = true;
        if ("100-continue".equalsIgnoreCase(incoming.getHeader("Expect"))) {
            outgoing.continueHandler(consent -> incoming.response().writeContinue());
            outgoing.sendHead().onFailure(e -> LOG.debug("the service left before it was asked", e));
        }
    }

    private void count(Buffer thrownAway) {
        discardedBytes += thrownAway.length();
        if (discardedBytes > DISCARD_BYTES) {
            close();
        }
    }

    private void close() {
        incoming.connection().close().onFailure(e -> LOG.debug("the client left before it was cut off", e));
    }
}
