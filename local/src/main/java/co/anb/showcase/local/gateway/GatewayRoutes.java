package co.anb.showcase.local.gateway;

import io.vertx.ext.web.Router;

/**
 * The load balancer's rules (architecture.md §5). Routes match the normalised path, so a detour such as
 * {@code /api/../metrics} does not reach what the services keep for operators. What no rule names is a 404.
 */
final class GatewayRoutes {

    private final GatewayConfig config;
    private final Forwarder forwarder;

    GatewayRoutes(GatewayConfig config, Forwarder forwarder) {
        this.config = config;
        this.forwarder = forwarder;
    }

    void mount(Router router) {
        router.route("/api/auth/*").handler(forwarder.to(config.auth()));
        router.route("/auth/*").handler(forwarder.to(config.auth()));
        router.route("/api/*").handler(forwarder.to(config.core()));
        router.route("/").handler(forwarder.to(config.core()));
        router.route("/index.html").handler(forwarder.to(config.core()));
        router.route("/app/*").handler(forwarder.to(config.core()));
        config.consoles()
                .forEach((name, console) -> router.route("/" + name + "/*").handler(forwarder.to(console)));
    }
}
