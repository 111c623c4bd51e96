package co.anb.showcase.testkit.contract;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the routes that a service has mounted with the operations that the contract gives it, both ways. Routes
 * without a method are middleware, routes outside {@code /api} and {@code /auth} are management: neither is compared.
 */
public final class RouteContract {

    private RouteContract() {}

    /**
     * Asserts that routes and operations are the same.
     *
     * @param service {@code auth} or {@code core}
     * @throws AssertionError that lists what is mounted and not documented, and what is documented and not mounted
     */
    public static void assertSame(Router router, String service) {
        List<String> differences = differences(router, service, Contract.ofProject());
        if (!differences.isEmpty()) {
            throw new AssertionError("routes of " + service + " and docs/openapi.yaml differ:\n  - "
                    + String.join("\n  - ", differences));
        }
    }

    static List<String> differences(Router router, String service, Contract contract) {
        Set<String> documented = contract.built(service).stream()
                .map(operation -> operation.method() + " " + operation.path().shape())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> mounted = new TreeSet<>();
        collect("", router, mounted);
        List<String> differences = new ArrayList<>();
        mounted.stream()
                .filter(route -> !documented.contains(route))
                .forEach(route -> differences.add("mounted, not documented: " + route));
        documented.stream()
                .filter(route -> !mounted.contains(route))
                .forEach(route -> differences.add("documented, not mounted: " + route));
        return differences;
    }

    private static void collect(String prefix, Router router, Set<String> shapes) {
        for (Route route : router.getRoutes()) {
            String path = route.getPath();
            if (path == null) {
                continue;
            }
            if (route.getSubRouter() != null) {
                collect(PathTemplate.withoutTrailingSlash(prefix + path), route.getSubRouter(), shapes);
            } else if (route.methods() != null) {
                String shape = shape(prefix + path, route.isExactPath());
                route.methods().stream()
                        .filter(method -> isCovered(shape))
                        .forEach(method -> shapes.add(method.name() + " " + shape));
            }
        }
    }

    private static String shape(String path, boolean exact) {
        String blanked = path.replaceAll(":[A-Za-z_][A-Za-z0-9_]*", "{}");
        if (blanked.endsWith("*")) {
            return blanked;
        }
        return exact ? PathTemplate.withoutTrailingSlash(blanked) : blanked + "*";
    }

    private static boolean isCovered(String shape) {
        return shape.equals("/api") || shape.startsWith("/api/") || shape.startsWith("/auth/");
    }
}
