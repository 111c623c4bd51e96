package co.anb.showcase.api.video;

import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.Disposition;
import co.anb.showcase.shared.storage.ObjectResponder;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** A player's own videos under {@code /api/videos}, and the bytes for whoever has a token. */
public final class VideoRoutes {

    private static final String ONE = "/api/videos/:id";
    private static final String PUBLISH = "/api/videos/:id/publish";
    private static final String ORIGINAL = "/api/videos/original/:id";
    private static final String PROCESSED = "/api/videos/processed/:id";
    private static final String CACHE_CONTROL = "private, no-cache";

    private final Edge edge;
    private final BearerAuth auth;
    private final VideoService service;
    private final VideoView view;
    private final StoragePort storage;
    private final Duration urlTtl;
    private final ObjectResponder responder;

    /** The routes of one verticle instance. */
    public VideoRoutes(Edge edge, BearerAuth auth, VideoService service, StoragePort storage, Duration urlTtl) {
        this.edge = edge;
        this.auth = auth;
        this.service = service;
        this.view = new VideoView(storage, urlTtl);
        this.storage = storage;
        this.urlTtl = urlTtl;
        this.responder = new ObjectResponder(storage);
    }

    /** Binds them. */
    public void mount(Router router) {
        Handler<RoutingContext> known = auth.required();
        router.get("/api/videos").handler(known).handler(edge.reply(this::list));
        router.get(ONE).handler(known).handler(edge.reply(this::detail));
        router.delete(ONE).handler(known).handler(edge.reply(this::delete));
        router.post(PUBLISH).handler(known).handler(edge.reply(this::publish));
        router.get(ORIGINAL).handler(known).handler(this::original);
        router.head(ORIGINAL).handler(known).handler(this::original);
        router.get(PROCESSED).handler(known).handler(this::processed);
        router.head(PROCESSED).handler(known).handler(this::processed);
    }

    private Future<Reply> list(RoutingContext ctx) {
        int limit = Params.integer(ctx, "limit", 1, 100, 50);
        int offset = Params.integer(ctx, "offset", 0, Integer.MAX_VALUE, 0);
        return service.list(BearerAuth.token(ctx).userId(), limit, offset)
                .compose(view::list)
                .map(Reply::ok);
    }

    private Future<Reply> detail(RoutingContext ctx) {
        return service.look(BearerAuth.token(ctx), id(ctx))
                .compose(view::detail)
                .map(Reply::ok);
    }

    private Future<Reply> delete(RoutingContext ctx) {
        VideoId id = id(ctx);
        return service.delete(BearerAuth.token(ctx), id)
                .map(gone -> message("El video ha sido eliminado exitosamente.", id));
    }

    private Future<Reply> publish(RoutingContext ctx) {
        VideoId id = id(ctx);
        return service.publish(BearerAuth.token(ctx), id).map(done -> message("El video ha sido publicado.", id));
    }

    private void original(RoutingContext ctx) {
        service.look(BearerAuth.token(ctx), id(ctx))
                .onSuccess(video -> send(ctx, video, video.originalKey()))
                .onFailure(ctx::fail);
    }

    private void processed(RoutingContext ctx) {
        service.watch(BearerAuth.token(ctx), id(ctx))
                .onSuccess(video -> send(ctx, video, video.processedKey().orElseThrow()))
                .onFailure(ctx::fail);
    }

    /** From here, or from where the bytes are; only GET can follow a presigned link. */
    private void send(RoutingContext ctx, Video video, String key) {
        Disposition disposition = VideoView.disposition(video);
        if (storage.isRemote() && ctx.request().method().equals(HttpMethod.GET)) {
            storage.url(key, urlTtl, disposition)
                    .compose(url -> ctx.response()
                            .setStatusCode(302)
                            .putHeader("Location", url.toString())
                            .end())
                    .onFailure(ctx::fail);
            return;
        }
        responder.respond(ctx, key, disposition.headerValue(), CACHE_CONTROL);
    }

    private static Reply message(String text, VideoId id) {
        return Reply.ok(new JsonObject().put("message", text).put("video_id", id.toString()));
    }

    private static VideoId id(RoutingContext ctx) {
        return new VideoId(Params.id(ctx, "id", ProblemType.VIDEO_NOT_FOUND));
    }
}
