package co.anb.showcase.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes against a small contract: agreement, and each way to differ. */
class RouteContractTest {

    private static final Contract CONTRACT = Contract.parse("""
            paths:
              /api/things:
                get: {operationId: listThings, x-service: core, responses: {}}
              /api/things/{id}:
                get: {operationId: getThing, x-service: core, responses: {}}
                delete: {operationId: deleteThing, x-service: core, responses: {}}
              /api/files/{key}:
                parameters: [{name: key, in: path, required: true, x-multi-segment: true}]
                get: {operationId: readFile, x-service: core, responses: {}}
              /api/later:
                get: {operationId: later, x-service: core, x-status: planned, responses: {}}
              /auth/me:
                get: {operationId: me, x-service: auth, responses: {}}
            components: {schemas: {Problem: {type: object}}}
            """);

    private final Vertx vertx = Vertx.vertx();
    private Router router = Router.router(vertx);

    @BeforeEach
    void mountAll() {
        router = Router.router(vertx);
        router.route().handler(RoutingContext::next);
        router.route("/api/*").handler(RoutingContext::next);
        router.get("/metrics").handler(RoutingContext::end);
        router.get("/").handler(RoutingContext::end);
        router.get("/app/*").handler(RoutingContext::end);
        router.get("/api/things").handler(RoutingContext::end);
        router.get("/api/files/*").handler(RoutingContext::end);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void sameRoutesDoNotDiffer() {
        router.get("/api/things/:id").handler(RoutingContext::end);
        router.delete("/api/things/:thingId").handler(RoutingContext::end);

        assertThat(RouteContract.differences(router, "core", CONTRACT)).isEmpty();
    }

    @Test
    void subRouterIsFollowed() {
        Router things = Router.router(vertx);
        things.get("/:id").handler(RoutingContext::end);
        things.delete("/:id").handler(RoutingContext::end);
        router.route("/api/things/*").subRouter(things);

        assertThat(RouteContract.differences(router, "core", CONTRACT)).isEmpty();
    }

    @Test
    void missingRouteIsNamed() {
        router.get("/api/things/:id").handler(RoutingContext::end);

        assertThat(RouteContract.differences(router, "core", CONTRACT))
                .containsExactly("documented, not mounted: DELETE /api/things/{}");
    }

    @Test
    void undocumentedRouteIsNamed() {
        router.get("/api/things/:id").handler(RoutingContext::end);
        router.delete("/api/things/:id").handler(RoutingContext::end);
        router.post("/api/things/:id/paint").handler(RoutingContext::end);

        assertThat(RouteContract.differences(router, "core", CONTRACT))
                .containsExactly("mounted, not documented: POST /api/things/{}/paint");
    }

    @Test
    void routeOfPlannedOperationIsReported() {
        router.get("/api/things/:id").handler(RoutingContext::end);
        router.delete("/api/things/:id").handler(RoutingContext::end);
        router.get("/api/later").handler(RoutingContext::end);

        assertThat(RouteContract.differences(router, "core", CONTRACT))
                .containsExactly("mounted, not documented: GET /api/later");
    }
}
