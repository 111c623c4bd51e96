package co.anb.showcase.auth.edge;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;

/**
 * Lets each client address through so many times a minute and answers 429 beyond. One a process; counts refusals in
 * {@code showcase.auth.throttled} by {@code limit}.
 */
public final class AddressLimit implements Handler<RoutingContext> {

    private final ClientAddress addresses;
    private final boolean enabled;
    private final Buckets buckets;
    private final Counter refusals;

    /**
     * A limit.
     *
     * @param name its tag in metrics
     * @param perMinute 0 lets everything through
     */
    public AddressLimit(String name, int perMinute, ClientAddress addresses, MeterRegistry registry, Clock clock) {
        this.addresses = addresses;
        this.enabled = perMinute > 0;
        this.buckets = new Buckets(Math.max(1, perMinute), Duration.ofMinutes(1), clock);
        this.refusals = registry.counter("showcase.auth.throttled", "limit", name);
    }

    @Override
    public void handle(RoutingContext ctx) {
        if (!enabled) {
            ctx.next();
            return;
        }
        ConsumptionProbe probe = buckets.of(addresses.of(ctx)).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            ctx.next();
        } else {
            refusals.increment();
            ctx.fail(ProblemException.of(ProblemType.RATE_LIMITED)
                    .retryAfter(Duration.ofNanos(probe.getNanosToWaitForRefill())));
        }
    }
}
