package co.anb.showcase.auth.edge;

import co.anb.showcase.shared.limit.Buckets;
import co.anb.showcase.shared.limit.RateLimit;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;

/**
 * Counts wrong passwords for one e-mail from one address and stops more guesses for a while. The owner of the account,
 * who comes from another address, is not shut out by them. Guesses that were under way together are all counted, up to
 * a debt of one more bucket. One a process.
 */
public final class LoginAttempts {

    private final boolean enabled;
    private final int allowed;
    private final Buckets<String> buckets;
    private final Counter refusals;

    /** A count with the configured size; off when that is 0. */
    public LoginAttempts(ThrottleConfig config, MeterRegistry registry, Clock clock) {
        this.enabled = config.loginFailures() > 0;
        this.allowed = Math.max(1, config.loginFailures());
        this.buckets = new Buckets<>(allowed, config.loginFailureWindow(), clock);
        this.refusals = RateLimit.refusals(registry, "login-failures");
    }

    /**
     * Lets an attempt begin.
     *
     * @throws ProblemException RATE_LIMITED
     */
    public void check(String emailKey, String address) {
        if (!enabled) {
            return;
        }
        var probe = bucket(emailKey, address).estimateAbilityToConsume(1);
        if (!probe.canBeConsumed()) {
            refusals.increment();
            throw ProblemException.of(ProblemType.RATE_LIMITED)
                    .retryAfter(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /** Notes a wrong password. */
    public void failed(String emailKey, String address) {
        Bucket bucket = bucket(emailKey, address);
        if (enabled && bucket.getAvailableTokens() > -allowed) {
            long unused = bucket.consumeIgnoringRateLimits(1);
        }
    }

    /** Forgives: the right password was given. */
    public void succeeded(String emailKey, String address) {
        buckets.forget(key(emailKey, address));
    }

    private Bucket bucket(String emailKey, String address) {
        return buckets.of(key(emailKey, address));
    }

    private static String key(String emailKey, String address) {
        return emailKey + '\n' + address;
    }
}
