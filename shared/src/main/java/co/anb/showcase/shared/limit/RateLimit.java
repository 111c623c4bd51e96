package co.anb.showcase.shared.limit;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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

    /** Counts a request of a caller; refused when that is one too many. */
    public Standing count(K caller) {
        if (!enabled) {
            return Standing.UNLIMITED;
        }
        ConsumptionProbe probe = buckets.of(caller).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return new Standing(probe.getRemainingTokens(), Optional.empty());
        }
        refusals.increment();
        return new Standing(0, Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill())));
    }

    /** The headers that tell a caller how he stands. */
    public Map<String, String> headers(Standing standing) {
        if (!enabled) {
            return Map.of();
        }
        long seconds = standing.retryAfter()
                .map(wait -> Math.max(1, wait.plusMillis(999).toSeconds()))
                .orElseGet(() -> secondsUntilFull(standing.left()));
        return Map.of("RateLimit-Policy", policy, "RateLimit", name + ";r=" + standing.left() + ";t=" + seconds);
    }

    /**
     * How a caller stands.
     *
     * @param left so many more may come at once
     * @param retryAfter how long until the next may come, when this one may not
     */
    public record Standing(long left, Optional<Duration> retryAfter) {

        private static final Standing UNLIMITED = new Standing(Long.MAX_VALUE, Optional.empty());

        /** What a request that is one too many is answered with. */
        public Optional<ProblemException> refusal() {
            return retryAfter.map(
                    time -> ProblemException.of(ProblemType.RATE_LIMITED).retryAfter(time));
        }
    }

    private void count(RoutingContext ctx, K caller) {
        Standing standing = count(caller);
        headers(standing).forEach((name, value) -> ctx.response().putHeader(name, value));
        standing.refusal().ifPresentOrElse(ctx::fail, ctx::next);
    }

    /** Rounded up. */
    private long secondsUntilFull(long left) {
        return ((perMinute - left) * PERIOD.toSeconds() + perMinute - 1) / perMinute;
    }
}
