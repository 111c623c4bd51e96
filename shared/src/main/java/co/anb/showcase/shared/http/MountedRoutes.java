package co.anb.showcase.shared.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is mounted on a router, by path: for answers to requests that no route of it answered. */
final class MountedRoutes {

    private final Router router;

    /** Split once, at the first question: a router is complete before it serves. */
    private volatile List<Mounted> routes = List.of();

    private record Mounted(Set<HttpMethod> methods, String template, List<String> segments, boolean isExact) {

        private static Stream<Mounted> of(Route route) {
            Set<HttpMethod> methods = route.methods();
            String template = route.getPath();
            return methods == null || template == null
                    ? Stream.of()
                    : Stream.of(new Mounted(methods, template, split(template), route.isExactPath()));
        }

        private boolean matches(List<String> path) {
            if (isExact ? segments.size() != path.size() : segments.size() > path.size()) {
                return false;
            }
            for (int i = 0; i < segments.size(); i++) {
                if (!segments.get(i).startsWith(":") && !segments.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    MountedRoutes(Router router) {
        this.router = router;
    }

    /**
     * The methods that a path takes, sorted and separated by commas: the header {@code Allow} that every 405 must have
     * (RFC 9110 §15.5.6).
     */
    String methods(String path) {
        Set<String> names = new TreeSet<>();
        at(path).forEach(route -> route.methods().forEach(method -> names.add(method.name())));
        return String.join(", ", names);
    }

    /** The template of the route that a request was for. */
    Optional<String> template(HttpMethod method, String path) {
        return at(path).filter(route -> route.methods().contains(method))
                .findFirst()
                .map(Mounted::template);
    }

    private Stream<Mounted> at(String path) {
        if (routes.isEmpty()) {
            routes = router.getRoutes().stream().flatMap(Mounted::of).toList();
        }
        List<String> segments = split(path);
        return routes.stream().filter(route -> route.matches(segments));
    }

    private static List<String> split(String path) {
        String end = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return List.of(end.split("/", -1));
    }
}
