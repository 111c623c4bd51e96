package co.anb.showcase.api.live;

import co.anb.showcase.shared.tokens.AccessToken;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The streams of one event loop, each of which is looked after twice a second. Runs on that event loop alone. */
public final class LiveLoop {

    private static final long PERIOD_MILLIS = 500;

    private final LiveService live;
    private final Set<LiveStream> streams = new HashSet<>();
    private boolean stopping;

    /** A loop without streams. */
    public LiveLoop(LiveService live) {
        this.live = live;
    }

    /** Looks after its streams from now on, for as long as the verticle of the calling context is deployed. */
    public void start(Vertx vertx) {
        vertx.setPeriodic(PERIOD_MILLIS, tick -> look());
    }

    /** Ends all streams, so that their clients go elsewhere; one that opens later gets its first event and ends. */
    public void stop() {
        stopping = true;
        look();
    }

    /**
     * Answers a request with a stream.
     *
     * @return fails when the caller or this node has too many
     */
    <K> Future<Void> open(RoutingContext ctx, Feed<K, ?> feed, K key) {
        if (ctx.response().closed()) {
            return Future.succeededFuture();
        }
        Optional<AccessToken> token = BearerAuth.find(ctx);
        Caller caller = live.caller(ctx, token);
        live.limits().enter(caller);
        live.metrics().opened(feed.kind());
        LiveStream stream = new LiveStream(ctx, live, feed.kind(), token);
        streams.add(stream);
        ctx.addEndHandler(ended -> {
            stream.ended();
            streams.remove(stream);
            feed.leave(key, stream);
            live.metrics().closed(feed.kind());
            live.limits().leave(caller);
        });
        stream.follow(feed.join(key, stream));
        return Future.succeededFuture();
    }

    private void look() {
        boolean isStopping = stopping || live.isDraining();
        List.copyOf(streams).forEach(stream -> stream.look(live.now(), isStopping));
    }
}
