package co.anb.showcase.shared.storage;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.observe.Lifecycle;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Opens a folder as a store. */
final class LocalStore {

    private LocalStore() {}

    /** A store whose links are served until the Vert.x closes. */
    static LocalStorage serving(Vertx vertx, Path root) {
        Edge edge = new Edge(vertx, HttpConfig.from(ConfigReader.of(Map.of()), 0), new Lifecycle());
        Router router = edge.router();
        HttpServer server = edge.listen(router).await();
        LocalStorage storage = at(vertx, root, server.actualPort());
        new MediaRoutes(storage).mount(router);
        return storage;
    }

    /** A store whose links lead to a port of this machine. */
    static LocalStorage at(Vertx vertx, Path root, int port) {
        StorageConfig config = config(root, "0123456789abcdef0123456789abcdef", "http://127.0.0.1:" + port);
        return LocalStorage.open(vertx, config, Clock.systemUTC()).await();
    }

    static StorageConfig config(Path root, String signingKey, String publicUrl) {
        return StorageConfig.from(ConfigReader.of(
                Map.of("STORAGE_ROOT", root.toString(), "STORAGE_SIGNING_KEY", signingKey, "PUBLIC_URL", publicUrl)));
    }
}
