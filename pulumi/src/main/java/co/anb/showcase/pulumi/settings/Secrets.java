package co.anb.showcase.pulumi.settings;

import com.pulumi.core.Output;
import java.util.Base64;

/**
 * Secrets of the estate; each goes into an SSM parameter and, for the databases, into RDS.
 *
 * @param keyEncryptionKey 32 bytes in base64: wraps the signing keys in the auth database
 */
public record Secrets(
        Output<String> coreDbPassword,
        Output<String> authDbPassword,
        Output<String> rabbitmqPassword,
        Output<String> keyEncryptionKey,
        Output<String> grafanaAdminPassword) {

    private static final String PASSWORD_RULE = "has 16 to 64 of the characters A-Z a-z 0-9 . _ ~ -";

    static Secrets from(ConfigReader config) {
        return new Secrets(
                password(config, "coreDbPassword"),
                password(config, "authDbPassword"),
                password(config, "rabbitmqPassword"),
                config.secret("keyEncryptionKey", Secrets::isKey, "is 32 bytes in base64 (`openssl rand -base64 32`)"),
                password(config, "grafanaAdminPassword"));
    }

    /** Characters that need no escape in a URL, a shell or RabbitMQ's definitions, and that RDS accepts. */
    private static Output<String> password(ConfigReader config, String key) {
        return config.secret(key, value -> value.matches("[A-Za-z0-9._~-]{16,64}"), PASSWORD_RULE);
    }

    private static boolean isKey(String value) {
        try {
            return Base64.getDecoder().decode(value).length == 32;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
