package co.anb.showcase.api.page;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * Serves the page at {@code /}, {@code /index.html} and {@code /app/*} from the class path folder {@code web}. The
 * files have no version in their names, so browsers ask again after a minute.
 */
public final class PageRoutes {

    private static final long MAX_AGE_SECONDS = 60;

    /** Our own scripts and styles alone; pictures and clips may also come from the storage (S3), over https. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' data: https:; media-src 'self' blob: https:; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Mounts the routes. */
    public void mount(Router router) {
        StaticHandler page = files("web");
        serve(router, "/", page);
        serve(router, "/index.html", page);
        serve(router, "/app/*", files("web/app"));
    }

    /** A handler below a wildcard looks for what stands behind the mount point, so each folder has its own. */
    private static StaticHandler files(String folder) {
        return StaticHandler.create(folder)
                .setMaxAgeSeconds(MAX_AGE_SECONDS)
                .setIncludeHidden(false)
                .setDirectoryListing(false);
    }

    /** One route for both methods: with two, a file that is not there would end as 405. */
    private static void serve(Router router, String path, StaticHandler files) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(PageRoutes::protect)
                .handler(files);
    }

    private static void protect(RoutingContext ctx) {
        ctx.response().putHeader("Content-Security-Policy", POLICY);
        ctx.next();
    }
}
