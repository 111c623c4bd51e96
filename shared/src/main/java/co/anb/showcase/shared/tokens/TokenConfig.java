package co.anb.showcase.shared.tokens;

import co.anb.showcase.shared.config.ConfigReader;
import java.net.URI;
import java.time.Duration;

/**
 * How access tokens are checked by a service that does not issue them.
 *
 * @param issuer claim {@code iss} ({@code tokens.issuer})
 * @param audience claim {@code aud} ({@code tokens.audience})
 * @param jwksUrl where the public keys are (RFC 7517) ({@code tokens.jwks-url})
 * @param revocationsUrl where ended sessions and disabled accounts are listed ({@code tokens.revocations-url})
 * @param jwksRefresh how often the keys are fetched anew ({@code tokens.jwks-refresh})
 * @param revocationsPoll how often the list is asked for news ({@code tokens.revocations-poll})
 * @param remembered verified tokens that are remembered at most, about 2 kB each ({@code tokens.cache-size})
 */
public record TokenConfig(
        String issuer,
        String audience,
        URI jwksUrl,
        URI revocationsUrl,
        Duration jwksRefresh,
        Duration revocationsPoll,
        int remembered) {

    /** The issuer unless configured. */
    public static final String DEFAULT_ISSUER = "anb-auth";

    /** The audience unless configured. */
    public static final String DEFAULT_AUDIENCE = "anb-showcase";

    /** Reads the section. */
    public static TokenConfig from(ConfigReader reader) {
        URI auth = reader.uri("auth.url", URI.create("http://127.0.0.1:8001"));
        return new TokenConfig(
                reader.text("tokens.issuer", DEFAULT_ISSUER),
                reader.text("tokens.audience", DEFAULT_AUDIENCE),
                reader.uri("tokens.jwks-url", auth.resolve("/auth/.well-known/jwks.json")),
                reader.uri("tokens.revocations-url", auth.resolve("/internal/revocations")),
                reader.duration(
                        "tokens.jwks-refresh", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(12)),
                reader.duration(
                        "tokens.revocations-poll", Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofMinutes(1)),
                reader.integer("tokens.cache-size", 20_000, 0, 1_000_000));
    }
}
