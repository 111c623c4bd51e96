package co.anb.showcase.shared.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of one service. Checks run in the background, each with a time limit, and answers come from the last
 * result: a probe costs nothing and can't be made to hurt a dependency.
 *
 * <p>A dependency that all nodes share being away makes the service {@code degraded}, not dead: a load balancer that
 * took every node out, or a scaling group that replaced them all, would make it worse (architecture.md §7).
 */
public final class Health {

    /** Who suffers when a check fails. */
    public enum Scope {
        /** Everybody who uses the same dependency. */
        SHARED,
        /** This node alone. */
        NODE
    }

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration CHECK_TIMEOUT = Duration.ofMillis(1_500);

    private final Vertx vertx;
    private final Lifecycle lifecycle;
    private final HealthChecks checks;
    private final Map<String, Scope> nameToScope = new ConcurrentHashMap<>();
    private final Map<String, Supplier<String>> nameToDetail = new ConcurrentHashMap<>();
    private volatile Map<String, Boolean> nameToUp = Map.of();
    private volatile boolean running;
    private long timer = -1;

    /** A health with no checks. */
    public Health(Vertx vertx, Lifecycle lifecycle) {
        this.vertx = vertx;
        this.lifecycle = lifecycle;
        this.checks = HealthChecks.create(vertx);
    }

    /**
     * Adds a check.
     *
     * @param name as it stands in the report
     * @param check succeeds when all is well, fails or takes too long otherwise
     */
    public void register(String name, Scope scope, Supplier<Future<?>> check) {
        nameToScope.put(name, scope);
        checks.register(
                name,
                CHECK_TIMEOUT.toMillis(),
                promise -> check.get()
                        .onComplete(done -> promise.tryComplete(done.succeeded() ? Status.OK() : Status.KO())));
    }

    /**
     * Says more about a check than that it holds: what was chosen, in which version.
     *
     * @param name of the check
     * @param detail one line, for operators; stands in the report
     */
    public void describe(String name, String detail) {
        nameToDetail.put(name, () -> detail);
    }

    /**
     * Adds a line that always holds and only tells: what an operator wants to see but no answer depends on.
     *
     * @param detail read at each report
     */
    public void inform(String name, Supplier<String> detail) {
        register(name, Scope.NODE, Future::succeededFuture);
        nameToDetail.put(name, detail);
    }

    /** Runs all checks once and from then on at an interval; a check that fails is a result, not a failure. */
    public Future<Void> start() {
        timer = vertx.setPeriodic(INTERVAL.toMillis(), id -> {
            if (!running) {
                refresh().onFailure(e -> LOG.error("the health checks could not run", e));
            }
        });
        return refresh();
    }

    /** Stops checking. */
    public void close() {
        vertx.cancelTimer(timer);
    }

    /** Whether the service can do its whole work: every check holds and the process is not draining. */
    public boolean isReady() {
        return !lifecycle.isDraining() && nameToScope.keySet().stream().allMatch(this::isUp);
    }

    /** Whether this node must be taken out: it drains, or a check of its own fails. */
    public boolean isBroken() {
        return lifecycle.isDraining() || hasFailed(Scope.NODE);
    }

    /** Whether a dependency is away for everybody. */
    public boolean isDegraded() {
        return hasFailed(Scope.SHARED);
    }

    /** Each check with {@code UP} or {@code DOWN}, and with its detail where there is one. */
    public JsonArray report() {
        JsonArray report = new JsonArray();
        nameToScope.keySet().stream().sorted().forEach(name -> report.add(reported(name)));
        return report;
    }

    /** {@code showcase.health.up} for each check and {@code showcase.health.ready} for all of them: 1 or 0. */
    void bindTo(MeterRegistry registry) {
        for (String name : nameToScope.keySet()) {
            Gauge.builder("showcase.health.up", this, health -> health.isUp(name) ? 1 : 0)
                    .description("Whether a check holds")
                    .tag("check", name)
                    .register(registry);
        }
        Gauge.builder("showcase.health.ready", this, health -> health.isReady() ? 1 : 0)
                .description("Whether the service can do its whole work")
                .register(registry);
    }

    private boolean isUp(String name) {
        return nameToUp.getOrDefault(name, false);
    }

    private JsonObject reported(String name) {
        JsonObject check = new JsonObject().put("id", name).put("status", isUp(name) ? "UP" : "DOWN");
        Supplier<String> detail = nameToDetail.get(name);
        return detail == null ? check : check.put("detail", detail.get());
    }

    private boolean hasFailed(Scope scope) {
        return nameToScope.entrySet().stream().anyMatch(entry -> entry.getValue() == scope && !isUp(entry.getKey()));
    }

    private Future<Void> refresh() {
        running = true;
        return checks.checkStatus()
                .map(result -> {
                    Map<String, Boolean> latest = new ConcurrentHashMap<>();
                    result.getChecks().forEach(check -> latest.put(check.getId(), check.getUp()));
                    nameToUp = Map.copyOf(latest);
                    return (Void) null;
                })
                .onComplete(done -> running = false);
    }
}
