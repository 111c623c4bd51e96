package co.anb.showcase.shared.limit;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/**
 * Lets each caller through so many times a minute, all of them at once if he likes, and answers RATE_LIMITED beyond.
 * Every answer says how he stands, in {@code RateLimit-Policy} and {@code RateLimit}
 * (draft-ietf-httpapi-ratelimit-headers-11). One a process, for all of its event loops; other nodes count for
 * themselves. Counts refusals in {@code showcase.throttled} by {@code limit}.
 *
 * @param <K> by what callers are told apart: a user, an address
 */
public final class RateLimit<K> {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final String name;
    private final String policy;
    private final long perMinute;
    private final boolean enabled;
    private final Buckets<K> buckets;
    private final Counter refusals;

    private RateLimit(String name, int perMinute, MeterRegistry registry, Clock clock) {
        this.name = '"' + name + '"';
        this.policy = this.name + ";q=" + perMinute + ";w=" + PERIOD.toSeconds();
        this.perMinute = Math.max(1, perMinute);
        this.enabled = perMinute > 0;
        this.buckets = new Buckets<>(this.perMinute, PERIOD, clock);
        this.refusals = refusals(registry, name);
    }

    /**
     * A limit.
     *
     * @param name what headers and metrics call it
     * @param perMinute 0 lets everything through, without headers
     */
    public static <K> RateLimit<K> perMinute(String name, int perMinute, MeterRegistry registry, Clock clock) {
        return new RateLimit<>(name, perMinute, registry, clock);
    }

    /** The count of what a limit has refused. */
    public static Counter refusals(MeterRegistry registry, String name) {
        return registry.counter("showcase.throttled", "limit", name);
    }

    /**
     * A handler that counts each request before anything else is done for it.
     *
     * @param caller by what the caller of a request is known
     */
    public Handler<RoutingContext> by(Function<RoutingContext, K> caller) {
        return enabled ? ctx -> count(ctx, caller.apply(ctx)) : RoutingContext::next;
    }

    private void count(RoutingContext ctx, K caller) {
        ConsumptionProbe probe = buckets.of(caller).tryConsumeAndReturnRemaining(1);
        long left = probe.getRemainingTokens();
        if (probe.isConsumed()) {
            tell(ctx.response(), left, secondsUntilFull(left));
            ctx.next();
            return;
        }
        refusals.increment();
        Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
        tell(ctx.response(), 0, Math.max(1, wait.plusMillis(999).toSeconds()));
        ctx.fail(ProblemException.of(ProblemType.RATE_LIMITED).retryAfter(wait));
    }

    private void tell(HttpServerResponse response, long left, long seconds) {
        response.putHeader("RateLimit-Policy", policy).putHeader("RateLimit", name + ";r=" + left + ";t=" + seconds);
    }

    /** Rounded up. */
    private long secondsUntilFull(long left) {
        return ((perMinute - left) * PERIOD.toSeconds() + perMinute - 1) / perMinute;
    }
}
