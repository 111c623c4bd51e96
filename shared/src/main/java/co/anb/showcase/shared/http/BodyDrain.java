package co.anb.showcase.shared.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and throws away what is left of a body after its request was answered, so that a client that writes everything
 * before it reads still gets the answer (RFC 9112 §9.3: a server that closes instead may destroy it on its way). It is
 * bounded: at 128 MB or after 30 s the connection is closed.
 */
final class BodyDrain {

    private static final Logger LOG = LoggerFactory.getLogger(BodyDrain.class);
    private static final long MAX_BYTES = 128L << 20;
    private static final Duration MAX_TIME = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final HttpServerRequest request;
    private long bytes;
    private long timer = -1;

    private BodyDrain(Vertx vertx, HttpServerRequest request) {
        this.vertx = vertx;
        this.request = request;
    }

    /** Whether a request announces a body. */
    static boolean isNeeded(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null ? request.headers().contains("Transfer-Encoding") : !length.equals("0");
    }

    /** To be called on the request's context once the answer was written. */
    static void start(Vertx vertx, HttpServerRequest request) {
        BodyDrain drain = new BodyDrain(vertx, request);
        // Later: whoever refused the request may still be taking its own handlers off.
        vertx.runOnContext(later -> drain.read());
    }

    private void read() {
        if (request.isEnded()) {
            return;
        }
        timer = vertx.setTimer(MAX_TIME.toMillis(), late -> close());
        request.handler(this::count);
        request.endHandler(end -> vertx.cancelTimer(timer));
        request.exceptionHandler(e -> vertx.cancelTimer(timer));
        request.resume();
    }

    private void count(Buffer data) {
        bytes += data.length();
        if (bytes > MAX_BYTES) {
            close();
        }
    }

    private void close() {
        vertx.cancelTimer(timer);
        request.handler(null);
        request.connection().close().onFailure(e -> LOG.debug("connection was gone already", e));
    }
}
