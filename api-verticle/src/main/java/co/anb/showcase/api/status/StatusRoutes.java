package co.anb.showcase.api.status;

import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.observe.Health;
import co.anb.showcase.shared.observe.Lifecycle;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /api/health}, which the load balancer asks, and {@code /api}. A dependency that is away for everybody is
 * {@code degraded} and still 200, or a database outage would make a scaling group replace every node (architecture.md
 * §7).
 */
public final class StatusRoutes {

    private final Edge edge;
    private final Health health;
    private final Lifecycle lifecycle;

    /** The routes of one verticle instance. */
    public StatusRoutes(Edge edge, Health health, Lifecycle lifecycle) {
        this.edge = edge;
        this.health = health;
        this.lifecycle = lifecycle;
    }

    /** Binds them. */
    public void mount(Router router) {
        router.get("/api/health").handler(edge.reply(this::health));
        router.get("/api").handler(edge.reply(this::index));
    }

    private Future<Reply> health(RoutingContext ctx) {
        JsonObject body = new JsonObject().put("status", status()).put("checks", health.report());
        return Future.succeededFuture(Reply.of(health.isBroken() ? 503 : 200, body));
    }

    private String status() {
        if (lifecycle.isDraining()) {
            return "draining";
        }
        if (health.isBroken()) {
            return "unhealthy";
        }
        return health.isDegraded() ? "degraded" : "healthy";
    }

    private Future<Reply> index(RoutingContext ctx) {
        return Future.succeededFuture(Reply.ok(new JsonObject()
                .put("name", "ANB Rising Stars Showcase")
                .put("documentation", "/api/docs")
                .put("contract", "/api/openapi.json")
                .put("health", "/api/health")
                .put("rankings", "/api/public/rankings")
                .put("videos", "/api/public/videos")));
    }
}
