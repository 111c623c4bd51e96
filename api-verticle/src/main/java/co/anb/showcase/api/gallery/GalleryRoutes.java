package co.anb.showcase.api.gallery;

import co.anb.showcase.api.gallery.PublicVideo.GalleryRow;
import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.FastLane;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Prepared;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/public/videos} and {@code /api/public/videos/{id}}. */
public final class GalleryRoutes {

    private static final String VIDEOS = "/api/public/videos";
    private static final String VIDEO = "/api/public/videos/:id";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    private final Edge edge;
    private final BearerAuth auth;
    private final GalleryService gallery;

    /** Routes over a service. */
    public GalleryRoutes(Edge edge, BearerAuth auth, GalleryService gallery) {
        this.edge = edge;
        this.auth = auth;
        this.gallery = gallery;
    }

    /** Binds the operations. */
    public void mount(Router router) {
        router.get(VIDEOS).handler(auth.optional()).handler(edge.prepared(this::list));
        router.get(VIDEO).handler(auth.optional()).handler(edge.reply(this::find));
    }

    /** Gives again what the list has made. */
    public Optional<FastLane.Taken> lane(HttpServerRequest request) {
        String uri = request.uri();
        return uri.startsWith(VIDEOS) && FastLane.isAnonymousGet(request)
                ? gallery.ready(uri).map(FastLane.Taken::ready)
                : Optional.empty();
    }

    private Future<Prepared> list(RoutingContext ctx) {
        Optional<CityKey> city = Params.text(ctx, "city", CityKey.LONGEST).map(CityKey::of);
        int limit = Params.integer(ctx, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        int offset = Params.integer(ctx, "offset", 0, Integer.MAX_VALUE, 0);
        return gallery.answer(
                ctx.request().uri(),
                () -> gallery.list(city, limit, offset),
                videos -> Prepared.json(VIDEOS, toJson(videos).toBuffer(), Map.of("Cache-Control", "no-cache")));
    }

    private Future<Reply> find(RoutingContext ctx) {
        VideoId id = new VideoId(Params.id(ctx, "id", ProblemType.VIDEO_NOT_FOUND));
        return gallery.find(id).map(GalleryRoutes::toJson).map(Reply::ok);
    }

    private static JsonArray toJson(List<PublicVideo> videos) {
        JsonArray array = new JsonArray();
        videos.forEach(video -> array.add(toJson(video)));
        return array;
    }

    private static JsonObject toJson(PublicVideo video) {
        GalleryRow row = video.row();
        return new JsonObject()
                .put("video_id", row.id())
                .put("title", row.title())
                .put("username", row.playerName())
                .put("player_name", row.playerName())
                .put("city", row.city())
                .put("status", "processed")
                .put("uploaded_at", row.uploadedAt().toString())
                .put("processed_at", row.processedAt().toString())
                .put("processed_url", video.processedUrl().toString())
                .put("thumbnail_url", video.thumbnailUrl().map(URI::toString).orElse(null))
                .put("votes", row.votes());
    }
}
