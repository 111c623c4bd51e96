package co.anb.showcase.auth.edge;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;

/**
 * How often one may ask. The limits by address are generous, because a mobile carrier puts thousands of people behind
 * one; each node counts for itself.
 *
 * @param loginsPerMinute by address, 0 is off ({@code auth.logins-per-minute})
 * @param signUpsPerMinute by address, 0 is off ({@code auth.signups-per-minute})
 * @param loginFailures wrong passwords for one e-mail from one address, 0 is off ({@code auth.login-failures})
 * @param loginFailureWindow the time in which those are forgiven ({@code auth.login-failure-window})
 */
public record ThrottleConfig(
        int loginsPerMinute, int signUpsPerMinute, int loginFailures, Duration loginFailureWindow) {

    private static final int MAX = 1_000_000;

    /** Reads the section. */
    public static ThrottleConfig from(ConfigReader reader) {
        return new ThrottleConfig(
                reader.integer("auth.logins-per-minute", 600, 0, MAX),
                reader.integer("auth.signups-per-minute", 600, 0, MAX),
                reader.integer("auth.login-failures", 10, 0, MAX),
                reader.duration(
                        "auth.login-failure-window", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofDays(1)));
    }
}
