package co.anb.showcase.api.live;

import co.anb.showcase.api.video.VideoService;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The event streams of the contract's section "Live". */
public final class LiveRoutes {

    private static final String VIDEO = "/api/videos/:id/events";

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
    }

    private void video(RoutingContext ctx) {
        VideoId id = new VideoId(Params.id(ctx, "id", ProblemType.VIDEO_NOT_FOUND));
        videos.look(BearerAuth.token(ctx), id)
                .compose(allowed -> loop.open(ctx, live.videos(), id))
                .onFailure(ctx::fail);
    }
}
