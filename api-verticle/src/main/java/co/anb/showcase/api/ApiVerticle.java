package co.anb.showcase.api;

import co.anb.showcase.api.gallery.GalleryRoutes;
import co.anb.showcase.api.job.JobRoutes;
import co.anb.showcase.api.live.LiveLoop;
import co.anb.showcase.api.live.LiveRoutes;
import co.anb.showcase.api.ranking.RankingRoutes;
import co.anb.showcase.api.status.StatusRoutes;
import co.anb.showcase.api.upload.UploadRoutes;
import co.anb.showcase.api.video.VideoRoutes;
import co.anb.showcase.api.vote.VoteRoutes;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.FastLane;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.storage.LocalStorage;
import co.anb.showcase.shared.storage.MediaRoutes;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop of the Core API: an edge, the routes of every feature, a server. */
final class ApiVerticle extends VerticleBase {

    private final ApiServices services;
    private final HttpConfig http;
    private final LiveLoop streams;
    private @Nullable HttpServer server;

    ApiVerticle(ApiServices services) {
        this.services = services;
        this.http = services.config().http();
        this.streams = new LiveLoop(services.live());
    }

    @Override
    public Future<?> start() {
        Edge edge = new Edge(vertx, http, services.lifecycle(), services.requests());
        streams.start(vertx);
        return edge.listen(lane(edge), router(edge)).onSuccess(listening -> server = listening);
    }

    /** Ends the streams, takes no more connections, lets those in flight end, then cuts off what is left. */
    @Override
    public Future<?> stop() {
        streams.stop();
        return Objects.requireNonNull(server).shutdown(http.drainLimit().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port that it listens on. */
    int port() {
        return Objects.requireNonNull(server).actualPort();
    }

    /** What stands in front of them. */
    private FastLane lane(Edge edge) {
        RankingRoutes ranking = new RankingRoutes(edge, services.auth(), services.ranking());
        GalleryRoutes gallery = new GalleryRoutes(edge, services.auth(), services.gallery());
        VoteRoutes votes = new VoteRoutes(edge, services.auth(), services.votes(), services.voteLimit());
        return request -> votes.lane(request).or(() -> ranking.lane(request)).or(() -> gallery.lane(request));
    }

    /** The routes of every feature. */
    Router router(Edge edge) {
        Router router = edge.router();
        ApiConfig config = services.config();
        BearerAuth auth = services.auth();
        new VoteRoutes(edge, auth, services.votes(), services.voteLimit()).mount(router);
        new RankingRoutes(edge, auth, services.ranking()).mount(router);
        new GalleryRoutes(edge, auth, services.gallery()).mount(router);
        new UploadRoutes(
                        edge,
                        auth,
                        services.uploads(),
                        config.upload(),
                        services.uploadMetrics(),
                        services.uploadLimit())
                .mount(router);
        services.directUploads().mount(router, edge, auth, services.uploadLimit());
        new VideoRoutes(
                        edge,
                        auth,
                        services.videos(),
                        services.storage(),
                        config.storage().urlTtl())
                .mount(router);
        new LiveRoutes(auth, services.live(), streams, services.videos()).mount(router);
        new JobRoutes(edge, auth, services.jobs()).mount(router);
        if (services.storage() instanceof LocalStorage local) {
            new MediaRoutes(local).mount(router);
        }
        new StatusRoutes(edge, services.health(), services.lifecycle()).mount(router);
        services.document().mount(router, "/api/openapi.json", "/api/docs");
        services.management().mount(router);
        services.page().mount(router);
        return router;
    }
}
