package co.anb.showcase.api.live;

import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.api.video.VideoService;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The event streams of the contract's section "Live". */
public final class LiveRoutes {

    private static final String VIDEO = "/api/videos/:id/events";
    private static final String RANKING = "/api/public/rankings/stream";
    private static final String VOTES = "/api/public/videos/:id/votes/stream";

    private final BearerAuth auth;
    private final LiveService live;
    private final LiveLoop loop;
    private final VideoService videos;

    /**
     * The routes of one verticle instance.
     *
     * @param loop holds the streams of its event loop
     * @param videos knows whose a video is
     */
    public LiveRoutes(BearerAuth auth, LiveService live, LiveLoop loop, VideoService videos) {
        this.auth = auth;
        this.live = live;
        this.loop = loop;
        this.videos = videos;
    }

    /** Binds them. */
    public void mount(Router router) {
        router.get(VIDEO).handler(auth.required()).handler(this::video);
        router.get(RANKING).handler(auth.optional()).handler(this::ranking);
        router.get(VOTES).handler(auth.optional()).handler(this::votes);
    }

    private void video(RoutingContext ctx) {
        VideoId id = id(ctx);
        videos.look(BearerAuth.token(ctx), id)
                .compose(allowed -> loop.open(ctx, live.videos(), id))
                .onFailure(ctx::fail);
    }

    private void ranking(RoutingContext ctx) {
        Optional<CityKey> city = Params.text(ctx, "city", CityKey.LONGEST).map(CityKey::of);
        loop.open(ctx, live.rankings(), city).onFailure(ctx::fail);
    }

    /** Whether it is published the first look into the database says. */
    private void votes(RoutingContext ctx) {
        loop.open(ctx, live.votes(), id(ctx)).onFailure(ctx::fail);
    }

    private static VideoId id(RoutingContext ctx) {
        return new VideoId(Params.id(ctx, "id", ProblemType.VIDEO_NOT_FOUND));
    }
}
