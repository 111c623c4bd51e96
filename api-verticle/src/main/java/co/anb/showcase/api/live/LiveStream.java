package co.anb.showcase.api.live;

import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.tokens.AccessToken;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of a topic. It is written what the topic shows at that moment, so a client that is slow misses events and
 * never has one waiting; one that takes nothing at all is cut off. Everything but {@link #wake} runs on the event loop
 * of its request.
 */
final class LiveStream {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");
    /** When clients come back after the end; drawn, so that those of a node that stops don't come all at once. */
    private static final int EARLIEST_RETRY_MILLIS = 1_000;

    private static final int LATEST_RETRY_MILLIS = 5_000;
    /** How long a connection may take to send the end of its stream when the process stops. */
    private static final int LAST_SECONDS = 5;

    private final RoutingContext ctx;
    private final HttpServerResponse response;
    private final Context context;
    private final LiveService live;
    private final LiveKind kind;
    private final Optional<AccessToken> token;
    private final Instant until;
    private @Nullable Topic<?> topic;
    private @Nullable Frame sent;
    private long writtenAt = System.nanoTime();
    private long fullSince;
    private boolean over;

    /**
     * A stream that follows nothing yet.
     *
     * @param token whose end ends the stream
     */
    LiveStream(RoutingContext ctx, LiveService live, LiveKind kind, Optional<AccessToken> token) {
        this.ctx = ctx;
        this.response = ctx.response();
        this.context = ctx.vertx().getOrCreateContext();
        this.live = live;
        this.kind = kind;
        this.token = token;
        this.until = live.now().plus(live.config().maxAge());
    }

    /** Takes what this topic shows, from its next waking on. */
    void follow(Topic<?> followed) {
        topic = followed;
    }

    /** Tells that there is something to see. */
    void wake() {
        context.runOnContext(ignored -> update());
    }

    /** The response has ended, whoever ended it. */
    void ended() {
        over = true;
    }

    /**
     * Looks after it, now and then: ends, cuts off, makes up for what a full connection kept back.
     *
     * @param isStopping whether the process is on its way out, so that the client must come back to another
     */
    void look(Instant now, boolean isStopping) {
        if (over || sent == null) {
            return;
        }
        if (isStopping || !now.isBefore(until) || token.filter(live::isOver).isPresent()) {
            finish(isStopping);
        } else if (response.writeQueueFull()) {
            bear(System.nanoTime());
        } else {
            fullSince = 0;
            update();
            beat();
        }
    }

    /** Ends it in order, and the connection too when the client must not come back on it. */
    private void finish(boolean isStopping) {
        if (response.writeQueueFull()) {
            cutOff();
            return;
        }
        over = true;
        response.end().onFailure(gone -> LOG.debug("client left before the end of its stream", gone));
        if (isStopping) {
            ctx.request()
                    .connection()
                    .shutdown(LAST_SECONDS, TimeUnit.SECONDS)
                    .onFailure(gone -> LOG.debug("client left before its connection was closed", gone));
        }
    }

    private void update() {
        if (over || topic == null) {
            return;
        }
        Throwable end = topic.end();
        Frame frame = topic.frame();
        if (end != null) {
            end(end);
        } else if (frame != null && !frame.equals(sent) && !response.writeQueueFull()) {
            live.metrics().sent(kind);
            write(sent == null ? begin().appendBuffer(frame.bytes()) : frame.bytes());
            sent = frame;
        }
    }

    /** Headers, and when to come back. */
    private Buffer begin() {
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        Edge.streams(ctx);
        int retry = ThreadLocalRandom.current().nextInt(EARLIEST_RETRY_MILLIS, LATEST_RETRY_MILLIS);
        return Buffer.buffer("retry: " + retry + "\n");
    }

    private void end(Throwable reason) {
        if (sent == null) {
            over = true;
            ctx.fail(reason);
        } else {
            finish(false);
        }
    }

    private void beat() {
        if (System.nanoTime() - writtenAt >= live.config().heartbeat().toNanos()) {
            write(HEARTBEAT);
        }
    }

    /** Its client takes nothing at the moment. */
    private void bear(long now) {
        if (fullSince == 0) {
            fullSince = now;
        } else if (now - fullSince >= live.config().slowAfter().toNanos()) {
            live.metrics().dropped();
            cutOff();
        }
    }

    private void write(Buffer bytes) {
        writtenAt = System.nanoTime();
        response.write(bytes).onFailure(gone -> LOG.debug("client left its stream", gone));
    }

    /**
     * Closes at once, past Vert.x' own handler: a close in order waits until the client has taken what is on its way,
     * which this one never does.
     */
    private void cutOff() {
        over = true;
        HttpServerRequest request = ctx.request();
        if (request.connection() instanceof ConnectionBase http1 && request.version() != HttpVersion.HTTP_2) {
            http1.channelHandlerContext().close().addListener(closed -> LOG.debug("cut off a client who took nothing"));
        } else {
            response.reset().onFailure(gone -> LOG.debug("client left before it was cut off", gone));
        }
    }
}
