package co.anb.showcase.shared.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * What operators ask a service: {@code /metrics}, {@code /health/live}, {@code /health/ready}. On the service's port
 * but outside {@code /api} and {@code /auth}, so that no load balancer routes them to the public.
 */
public final class ManagementRoutes {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Health health;
    private final MeterRegistry registry;
    private final boolean exposesProcess;
    private final ProcessMetrics process;

    /**
     * The routes of one service.
     *
     * @param exposesProcess whether this service is the one of its process that claimed the process' meters
     */
    public ManagementRoutes(Health health, MeterRegistry registry, ProcessMetrics process, boolean exposesProcess) {
        this.health = health;
        this.registry = registry;
        this.process = process;
        this.exposesProcess = exposesProcess;
        health.bindTo(registry);
    }

    /** Mounts them. */
    public void mount(Router router) {
        router.get("/metrics").handler(this::metrics);
        router.get("/health/live").handler(ctx -> answer(ctx, 200, "UP"));
        router.get("/health/ready").handler(this::ready);
    }

    /** Scraping walks every meter and writes much text, so it leaves the event loop. */
    private void metrics(RoutingContext ctx) {
        Future<String> text = ctx.vertx()
                .executeBlocking(
                        () -> ServiceMetrics.scrape(registry) + (exposesProcess ? process.scrape() : ""), false);
        text.compose(body -> ctx.response()
                        .putHeader("Content-Type", PROMETHEUS_TEXT)
                        .end(body))
                .onFailure(ctx::fail);
    }

    private void ready(RoutingContext ctx) {
        boolean ready = health.isReady();
        answer(ctx, ready ? 200 : 503, ready ? "UP" : "DOWN");
    }

    private void answer(RoutingContext ctx, int status, String word) {
        JsonObject body = new JsonObject().put("status", word).put("checks", health.report());
        ctx.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer())
                .onFailure(ctx::fail);
    }
}
