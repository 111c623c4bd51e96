package co.anb.showcase.pulumi.settings;

import com.pulumi.core.Output;
import java.util.Base64;
import java.util.Optional;

/**
 * Secrets of the estate; each goes into an SSM parameter and, for the databases, into RDS.
 *
 * @param rabbitmqPassword of the services' user {@code anb}
 * @param consolePassword of RabbitMQ's user {@code operator}
 * @param firstAdmin the first administrator of the application, if one is to be made
 * @param keyEncryptionKey 32 bytes in base64: wraps the signing keys in the auth database
 */
public record Secrets(
        Output<String> coreDbPassword,
        Output<String> authDbPassword,
        Output<String> rabbitmqPassword,
        Output<String> consolePassword,
        Output<String> keyEncryptionKey,
        Output<String> grafanaAdminPassword,
        Optional<FirstAdmin> firstAdmin) {

    /** Account that Auth makes, or gives the role, at its start. */
    public record FirstAdmin(String email, Output<String> password) {}

    private static final String PASSWORD_RULE = "has 16 to 64 of the characters A-Z a-z 0-9 . _ ~ -";

    static Secrets from(ConfigReader config) {
        return new Secrets(
                password(config, "coreDbPassword"),
                password(config, "authDbPassword"),
                password(config, "rabbitmqPassword"),
                password(config, "consolePassword"),
                config.secret("keyEncryptionKey", Secrets::isKey, "is 32 bytes in base64 (`openssl rand -base64 32`)"),
                password(config, "grafanaAdminPassword"),
                firstAdmin(config));
    }

    private static Optional<FirstAdmin> firstAdmin(ConfigReader config) {
        return config.optional("adminEmail", v -> v.matches("[^@\\s']+@[^@\\s']+"), "is an e-mail address")
                .map(email -> new FirstAdmin(email, password(config, "adminPassword")));
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
