package co.anb.showcase.api.page;

import co.anb.showcase.shared.http.Prepared;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Serves the page at {@code /}, {@code /index.html} and {@code /app/*}, out of memory. Made once at start, for all
 * event loops.
 */
public final class PageRoutes {

    private final Map<String, Prepared> pathToFile;

    private PageRoutes(Map<String, Prepared> pathToFile) {
        this.pathToFile = pathToFile;
    }

    /** Reads the page's files, on a worker thread. */
    public static Future<PageRoutes> load(Vertx vertx) {
        return vertx.executeBlocking(() -> new PageRoutes(PageFiles.read()));
    }

    /** Mounts the routes. */
    public void mount(Router router) {
        serve(router, "/");
        serve(router, "/index.html");
        serve(router, "/app/*");
    }

    /** One route for both methods: with two, a file that is not there would end as 405. */
    private void serve(Router router, String path) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::send);
    }

    private void send(RoutingContext ctx) {
        Prepared file = pathToFile.get(ctx.normalizedPath());
        if (file == null) {
            ctx.next();
            return;
        }
        file.send(ctx.request()).onFailure(ctx::fail);
    }
}
