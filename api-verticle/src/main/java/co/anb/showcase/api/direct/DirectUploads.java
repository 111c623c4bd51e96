package co.anb.showcase.api.direct;

import co.anb.showcase.api.upload.UploadConfig;
import co.anb.showcase.api.upload.UploadMetrics;
import co.anb.showcase.api.upload.UploadService;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.time.Clock;

/** Everything that direct and resumable uploads need; one a process. */
public final class DirectUploads {

    private final UploadConfig config;
    private final UploadMetrics metrics;
    private final SessionService sessions;
    private final PartsService parts;
    private final TusService tus;
    private final UnderWay underWay = new UnderWay();

    /**
     * Puts the services together.
     *
     * @param uploads records what has come whole
     */
    public DirectUploads(
            Vertx vertx,
            Pool pool,
            StoragePort storage,
            UploadService uploads,
            UploadConfig config,
            UploadMetrics metrics,
            Clock clock) {
        this.config = config;
        this.metrics = metrics;
        this.sessions = new SessionService(vertx, pool, uploads, config, clock);
        this.parts = new PartsService(pool, storage, sessions, clock);
        this.tus = new TusService(pool, storage, sessions);
    }

    /**
     * Binds the routes of one verticle instance.
     *
     * @param limit how often one player may begin an upload
     */
    public void mount(Router router, Edge edge, BearerAuth auth, Handler<RoutingContext> limit) {
        new DirectRoutes(edge, auth, limit, this).mount(router);
        new TusRoutes(edge, auth, limit, this).mount(router);
    }

    /**
     * Waits for what is still being stored of requests whose connections are closed. To be called when nothing listens
     * any more, while storage and database are there.
     */
    public Future<Void> settle() {
        return underWay.settle();
    }

    UnderWay underWay() {
        return underWay;
    }

    UploadConfig config() {
        return config;
    }

    UploadMetrics metrics() {
        return metrics;
    }

    SessionService sessions() {
        return sessions;
    }

    PartsService parts() {
        return parts;
    }

    TusService tus() {
        return tus;
    }
}
