package co.anb.showcase.auth.token;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.tokens.TokenConfig;
import java.time.Duration;
import java.util.Base64;

/**
 * How access tokens are signed.
 *
 * @param issuer claim {@code iss} ({@code tokens.issuer})
 * @param audience claim {@code aud} ({@code tokens.audience})
 * @param accessLifetime how long an access token is good ({@code auth.access-token-lifetime})
 * @param keyEncryptionKey 256 bits that wrap the private keys at rest ({@code auth.key-encryption-key}, base64)
 * @param rotation a signing key is followed by another after this time ({@code auth.key-rotation})
 * @param cacheTime how long others may keep the published set; a new key waits this long before it signs
 *     ({@code auth.jwks-cache-time})
 */
public record KeyConfig(
        String issuer,
        String audience,
        Duration accessLifetime,
        KeyEncryptionKey keyEncryptionKey,
        Duration rotation,
        Duration cacheTime) {

    /** The key of the key-encryption key. */
    public static final String KEY_ENCRYPTION_KEY = "auth.key-encryption-key";

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Reads the section. */
    public static KeyConfig from(ConfigReader reader) {
        KeyConfig config = new KeyConfig(
                reader.text("tokens.issuer", TokenConfig.DEFAULT_ISSUER),
                reader.text("tokens.audience", TokenConfig.DEFAULT_AUDIENCE),
                reader.duration("auth.access-token-lifetime", Duration.ofHours(1), SECOND, Duration.ofDays(1)),
                keyEncryptionKey(reader),
                reader.duration("auth.key-rotation", Duration.ofDays(30), SECOND, Duration.ofDays(3_650)),
                reader.duration("auth.jwks-cache-time", Duration.ofMinutes(5), SECOND, Duration.ofDays(1)));
        if (config.rotation.compareTo(config.cacheTime) <= 0) {
            reader.reject("auth.key-rotation", "must be longer than auth.jwks-cache-time");
        }
        return config;
    }

    private static KeyEncryptionKey keyEncryptionKey(ConfigReader reader) {
        String text = reader.secret(KEY_ENCRYPTION_KEY).value();
        byte[] bytes = decode(text);
        if (bytes.length == KeyEncryptionKey.BYTES) {
            return new KeyEncryptionKey(bytes);
        }
        if (!text.isEmpty()) {
            reader.reject(KEY_ENCRYPTION_KEY, "must be 32 bytes in base64 (openssl rand -base64 32)");
        }
        return new KeyEncryptionKey(new byte[KeyEncryptionKey.BYTES]);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
