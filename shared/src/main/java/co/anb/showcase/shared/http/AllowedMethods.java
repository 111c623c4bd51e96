package co.anb.showcase.shared.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.TreeSet;

/** Tells which methods a path takes: the header {@code Allow} that every 405 must have (RFC 9110 §15.5.6). */
final class AllowedMethods {

    private AllowedMethods() {}

    /** The methods of all routes whose path this is, sorted and separated by commas. */
    static String of(Router router, String path) {
        Set<String> names = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            Set<HttpMethod> methods = route.methods();
            if (methods != null && matches(route, path)) {
                methods.forEach(method -> names.add(method.name()));
            }
        }
        return String.join(", ", names);
    }

    private static boolean matches(Route route, String path) {
        String template = route.getPath();
        if (template == null) {
            return false;
        }
        String[] expected = segments(template);
        String[] actual = segments(path);
        if (route.isExactPath() ? expected.length != actual.length : expected.length > actual.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (!expected[i].startsWith(":") && !expected[i].equals(actual[i])) {
                return false;
            }
        }
        return true;
    }

    private static String[] segments(String path) {
        String end = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return end.split("/", -1);
    }
}
