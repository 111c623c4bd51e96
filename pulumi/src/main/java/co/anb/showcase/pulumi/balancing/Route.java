package co.anb.showcase.pulumi.balancing;

import static co.anb.showcase.pulumi.balancing.Route.Audience.ADMINS;
import static co.anb.showcase.pulumi.balancing.Route.Audience.EVERYBODY;

import java.util.List;

/**
 * A rule of the public load balancer, in the order of its priority. The balancer does not rewrite paths: whoever is
 * behind it serves under the prefix.
 */
record Route(int priority, String name, List<String> paths, Target target, Audience audience) {

    /** The consoles have weak logins or none. */
    enum Audience {
        EVERYBODY,
        ADMINS
    }

    static final List<Route> ALL = List.of(
            new Route(10, "auth-api", List.of("/api/auth/*"), Target.AUTH, EVERYBODY),
            new Route(20, "auth", List.of("/auth/*"), Target.AUTH, EVERYBODY),
            new Route(30, "api", List.of("/api/*"), Target.CORE, EVERYBODY),
            new Route(40, "grafana", List.of("/grafana", "/grafana/*"), Target.GRAFANA, ADMINS),
            new Route(50, "rabbitmq", List.of("/rabbitmq", "/rabbitmq/*"), Target.RABBITMQ, ADMINS),
            new Route(60, "prometheus", List.of("/prometheus", "/prometheus/*"), Target.PROMETHEUS, ADMINS),
            new Route(70, "page", List.of("/", "/index.html", "/app/*"), Target.CORE, EVERYBODY));

    /**
     * Paths with a detour, which the balancer compares as they come and services resolve: {@code /api/../metrics} would
     * reach what is for operators.
     */
    static final List<String> DETOURS = List.of("*/..*", "*%2e*", "*%2E*");
}
