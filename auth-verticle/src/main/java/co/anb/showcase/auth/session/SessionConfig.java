package co.anb.showcase.auth.session;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;

/**
 * How long one stays logged in.
 *
 * @param refreshLifetime a session that is not refreshed for this long ends ({@code auth.refresh-token-lifetime})
 * @param sessionLifetime a session ends after this time however often it was refreshed ({@code auth.session-lifetime})
 */
public record SessionConfig(Duration refreshLifetime, Duration sessionLifetime) {

    private static final Duration MAX = Duration.ofDays(3_650);

    /** Reads the section. */
    public static SessionConfig from(ConfigReader reader) {
        SessionConfig config = new SessionConfig(
                reader.duration("auth.refresh-token-lifetime", Duration.ofDays(30), Duration.ofSeconds(1), MAX),
                reader.duration("auth.session-lifetime", Duration.ofDays(90), Duration.ofSeconds(1), MAX));
        if (config.sessionLifetime.compareTo(config.refreshLifetime) < 0) {
            reader.reject("auth.session-lifetime", "must not be shorter than auth.refresh-token-lifetime");
        }
        return config;
    }
}
