package co.anb.showcase.auth;

import co.anb.showcase.auth.account.AccountRoutes;
import co.anb.showcase.auth.administration.AdministrationRoutes;
import co.anb.showcase.auth.edge.Paths;
import co.anb.showcase.auth.session.CallerAuth;
import co.anb.showcase.auth.session.RevocationRoutes;
import co.anb.showcase.auth.session.SessionRoutes;
import co.anb.showcase.auth.token.KeySetRoutes;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.http.OpenApiDocument;
import co.anb.showcase.shared.http.RequestMetrics;
import co.anb.showcase.shared.observe.Health;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.observe.ManagementRoutes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One event loop's HTTP server: the routes over the process-wide services. */
final class AuthVerticle extends VerticleBase {

    /**
     * What every instance gets.
     *
     * @param config how to listen and what to announce
     * @param services the process-wide objects
     * @param requests counts requests
     * @param health for the status
     * @param management the operators' routes
     * @param contract the service's own documentation
     * @param lifecycle whether the process is on its way out
     * @param clock the time
     */
    record Shared(
            AuthConfig config,
            AuthServices services,
            RequestMetrics requests,
            Health health,
            ManagementRoutes management,
            OpenApiDocument contract,
            Lifecycle lifecycle,
            Clock clock) {}

    private final Shared shared;
    private final IntConsumer listening;
    private @Nullable HttpServer server;

    /**
     * An instance.
     *
     * @param listening is told the port
     */
    AuthVerticle(Shared shared, IntConsumer listening) {
        this.shared = shared;
        this.listening = listening;
    }

    @Override
    public Future<?> start() {
        Edge edge = new Edge(vertx, shared.config.http(), shared.lifecycle, shared.requests);
        return edge.listen(router(edge)).onSuccess(started -> {
            server = started;
            listening.accept(started.actualPort());
        });
    }

    @Override
    public Future<?> stop() {
        HttpConfig http = shared.config.http();
        HttpServer running = server;
        return running == null
                ? Future.succeededFuture()
                : running.shutdown(http.drainLimit().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** All routes; also what the test compares with the contract. */
    Router router(Edge edge) {
        AuthServices services = shared.services;
        AuthConfig config = shared.config;
        Router router = edge.router();
        CallerAuth auth = new CallerAuth(services.verifier(), services.sessions());
        shared.management.mount(router);
        new StatusRoutes(edge, shared.health, shared.lifecycle).mount(router);
        new KeySetRoutes(edge, services.keys(), config.keys()).mount(router);
        new RevocationRoutes(edge, services.pool(), services.revocations(), shared.clock).mount(router);
        new AccountRoutes(edge, services.accounts(), services.signUpLimit().by(config.addresses()::of)).mount(router);
        new SessionRoutes(
                        edge,
                        services.sessions(),
                        auth,
                        services.loginLimit().by(config.addresses()::of),
                        config.addresses())
                .mount(router);
        new AdministrationRoutes(edge, services.administration(), auth).mount(router);
        shared.contract.mount(router, Paths.CONTRACT, Paths.DOCS);
        return router;
    }
}
