package co.anb.showcase.bench.reference;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.observe.ProcessMetrics;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;

/**
 * What the service is compared with, as a process of its own: the same Vert.x with the same meters, the same options of
 * the server, as many event loops, the same database. Reads {@code HTTP_PORT}, {@code DATABASE_URL} and
 * {@code JWKS_URL}.
 */
public final class ReferenceMain {

    private ReferenceMain() {}

    /** Runs until it is ended. */
    public static void main(String[] arguments) {
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = new ProcessMetrics().vertx(new VertxOptions());
        HttpServerOptions server = Edge.serverOptions(HttpConfig.from(ConfigReader.of(System.getenv()), 0));
        StraightforwardVotes votes = new StraightforwardVotes(vertx, System.getenv("DATABASE_URL"));
        votes.open(System.getenv("JWKS_URL"))
                .compose(ready -> vertx.deployVerticle(
                        () -> new ReferenceVerticle(votes, server), new DeploymentOptions().setInstances(loops)))
                .onFailure(failure -> {
                    System.err.println("the reference can't start: " + failure);
                    new Thread(() -> System.exit(1)).start();
                });
    }
}
