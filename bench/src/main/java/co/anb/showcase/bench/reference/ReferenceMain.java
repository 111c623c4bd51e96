package co.anb.showcase.bench.reference;

import co.anb.showcase.shared.observe.ProcessMetrics;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/**
 * What the service is compared with, as a process of its own: the same Vert.x, as many event loops, the same database.
 * Reads {@code PORT}, {@code DATABASE_URL} and {@code JWKS_URL}; with {@code OBSERVED=true} its Vert.x counts what the
 * service's counts.
 */
public final class ReferenceMain {

    private ReferenceMain() {}

    /** Runs until it is ended. */
    public static void main(String[] arguments) {
        int loops = Runtime.getRuntime().availableProcessors();
        VertxOptions options = new VertxOptions();
        Vertx vertx = Boolean.parseBoolean(System.getenv("OBSERVED"))
                ? new ProcessMetrics().vertx(options)
                : Vertx.vertx(options);
        StraightforwardVotes votes = new StraightforwardVotes(vertx, System.getenv("DATABASE_URL"));
        votes.open(System.getenv("JWKS_URL"))
                .compose(ready -> vertx.deployVerticle(
                        () -> new ReferenceVerticle(votes, Integer.parseInt(System.getenv("PORT"))),
                        new DeploymentOptions().setInstances(loops)))
                .onFailure(failure -> {
                    System.err.println("the reference can't start: " + failure);
                    new Thread(() -> System.exit(1)).start();
                });
    }
}
