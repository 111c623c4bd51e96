package co.anb.showcase.api.direct;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of a PATCH as a row of pieces: streams that end by themselves after {@link #PIECE_BYTES}. The end of the
 * connection, or of the request's time, is no failure of a piece but its end: what has come is kept. It is used on the
 * request's context, one piece at a time.
 */
final class PatchBody {

    /** A piece ends with the buffer that reaches this: what a killed node loses of an upload is not more. */
    static final long PIECE_BYTES = 8L << 20;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final long mostBytes;
    private final long announcedBytes;
    private final long timer;
    private @Nullable Piece current;
    private long receivedBytes;
    private boolean over;

    /**
     * Begins to read a paused request.
     *
     * @param mostBytes more fail with PAYLOAD_TOO_LARGE
     * @param time after which it counts as ended
     */
    PatchBody(Vertx vertx, HttpServerRequest request, long mostBytes, Duration time) {
        this.vertx = vertx;
        this.request = request;
        this.mostBytes = mostBytes;
        String length = request.getHeader("Content-Length");
        this.announcedBytes = length == null ? -1 : Long.parseLong(length.strip());
        this.timer = vertx.setTimer(time.toMillis(), late -> end());
        if (request.isEnded() || request.response().closed() || announcedBytes == 0) {
            end();
        } else {
            request.handler(this::receive);
            request.endHandler(end -> end());
            request.exceptionHandler(lost -> end());
        }
    }

    /** Whether it says of itself that it brings more than is taken. */
    boolean isTooLong() {
        return announcedBytes > mostBytes;
    }

    /** Whether no more will come. */
    boolean isOver() {
        return over || receivedBytes == announcedBytes;
    }

    /** The next piece, paused; the one before has ended. */
    ReadStream<Buffer> next() {
        Piece piece = new Piece();
        if (over) {
            piece.end(null);
        } else {
            current = piece;
        }
        return piece;
    }

    /** Takes no more; what still comes is somebody else's. */
    void close() {
        current = null;
        end();
    }

    private void receive(Buffer data) {
        receivedBytes += data.length();
        Piece piece = current;
        if (piece == null || over) {
            return;
        }
        if (receivedBytes > mostBytes) {
            end(piece, ProblemException.of(ProblemType.PAYLOAD_TOO_LARGE));
        } else {
            piece.give(data);
        }
    }

    private void end() {
        over = true;
        vertx.cancelTimer(timer);
        if (current != null) {
            end(current, null);
        }
    }

    private void end(Piece piece, @Nullable ProblemException failure) {
        current = null;
        piece.end(failure);
    }

    /** Some of the bytes. */
    private final class Piece implements ReadStream<Buffer> {

        private @Nullable Handler<Buffer> handler;
        private @Nullable Handler<Void> endHandler;
        private @Nullable Handler<Throwable> exceptionHandler;
        private @Nullable ProblemException failure;
        private boolean ended;
        private long bytes;

        private void give(Buffer data) {
            bytes += data.length();
            if (handler != null) {
                handler.handle(data);
            }
            if (bytes >= PIECE_BYTES && current == this) {
                request.pause();
                PatchBody.this.end(this, null);
            }
        }

        private void end(@Nullable ProblemException cause) {
            ended = true;
            failure = cause;
            if (cause == null) {
                tellEnd();
            } else if (exceptionHandler != null) {
                exceptionHandler.handle(cause);
            }
        }

        private void tellEnd() {
            Handler<Void> told = endHandler;
            if (told != null) {
                endHandler = null;
                told.handle(null);
            }
        }

        @Override
        public Piece exceptionHandler(@Nullable Handler<Throwable> newHandler) {
            exceptionHandler = newHandler;
            if (newHandler != null && failure != null) {
                newHandler.handle(failure);
            }
            return this;
        }

        @Override
        public Piece handler(@Nullable Handler<Buffer> newHandler) {
            handler = newHandler;
            return this;
        }

        @Override
        public Piece endHandler(@Nullable Handler<Void> newHandler) {
            endHandler = newHandler;
            return this;
        }

        @Override
        public Piece pause() {
            if (!ended) {
                request.pause();
            }
            return this;
        }

        @Override
        public Piece resume() {
            return fetch(Long.MAX_VALUE);
        }

        /** The end may have come before anybody was there to be told. */
        @Override
        public Piece fetch(long amount) {
            if (!ended) {
                request.fetch(amount);
            } else if (failure == null) {
                tellEnd();
            }
            return this;
        }
    }
}
