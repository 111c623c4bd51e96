package co.anb.showcase.auth;

import co.anb.showcase.auth.edge.Paths;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.observe.Health;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.problem.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * HTTP for the load balancer's question. A dependency that is away for everybody is {@code degraded} and still 200:
 * else an outage of the database would make a scaling group replace the whole fleet (architecture.md §7).
 */
final class StatusRoutes {

    private final Edge edge;
    private final Health health;
    private final Lifecycle lifecycle;

    StatusRoutes(Edge edge, Health health, Lifecycle lifecycle) {
        this.edge = edge;
        this.health = health;
        this.lifecycle = lifecycle;
    }

    void mount(Router router) {
        Paths.both(Paths.STATUS).forEach(path -> router.get(path).handler(edge.reply(this::status)));
    }

    private Future<Reply> status(RoutingContext ctx) {
        String status = status();
        var locale = Messages.preferred(Params.header(ctx, "Accept-Language").orElse(null));
        JsonObject body = new JsonObject()
                .put("status", status)
                .put("message", Messages.text(locale, "auth.status." + status))
                .put("checks", health.report());
        return Future.succeededFuture(Reply.of(health.isBroken() ? 503 : 200, body));
    }

    private String status() {
        if (lifecycle.isDraining()) {
            return "draining";
        }
        if (health.isBroken()) {
            return "unhealthy";
        }
        return health.isDegraded() ? "degraded" : "ok";
    }
}
