package co.anb.showcase.local.gateway;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The load balancer's rules (architecture.md §5). Routes match the normalised path, so a detour such as
 * {@code /api/../metrics} does not reach what the services keep for operators. What no rule names is a 404.
 */
final class GatewayRoutes {

    private final GatewayConfig config;
    private final Balancer core;
    private final Forwarder forwarder;

    GatewayRoutes(GatewayConfig config, Balancer core, Forwarder forwarder) {
        this.config = config;
        this.core = core;
        this.forwarder = forwarder;
    }

    void mount(Router router) {
        router.route("/api/auth/*").handler(to(config.auth()));
        router.route("/auth/*").handler(to(config.auth()));
        router.route("/api/*").handler(forwarder.to(core));
        router.route("/").handler(forwarder.to(core));
        router.route("/index.html").handler(forwarder.to(core));
        router.route("/app/*").handler(forwarder.to(core));
        config.consoles()
                .forEach((name, console) -> router.route("/" + name + "/*").handler(to(console)));
    }

    private Handler<RoutingContext> to(Upstream single) {
        return forwarder.to(new Balancer(List.of(single)));
    }
}
