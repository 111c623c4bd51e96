package co.anb.showcase.auth.administration;

import co.anb.showcase.auth.account.EmailAddress;
import co.anb.showcase.auth.account.SignUp;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.config.Secret;
import java.util.Optional;

/**
 * The first administrator.
 *
 * @param email {@code auth.admin-email}
 * @param password of the account when it has to be made ({@code auth.admin-password})
 */
public record AdminConfig(EmailAddress email, Secret password) {

    /** Reads the section; empty when no administrator is configured. */
    public static Optional<AdminConfig> from(ConfigReader reader) {
        Optional<String> email = reader.optional("auth.admin-email");
        Optional<Secret> password = reader.optionalSecret("auth.admin-password");
        if (email.isPresent() != password.isPresent()) {
            reader.reject("auth.admin-email", "and auth.admin-password go together");
            return Optional.empty();
        }
        password.filter(secret -> secret.value().length() < SignUp.MIN_PASSWORD_CHARACTERS)
                .ifPresent(secret -> reader.reject("auth.admin-password", "must have at least 8 characters"));
        email.filter(text -> EmailAddress.parse(text).isEmpty())
                .ifPresent(text -> reader.reject("auth.admin-email", "must be an e-mail address"));
        return email.map(text -> new AdminConfig(EmailAddress.of(text), password.orElseThrow()));
    }

    /** What the account is made from; the profile is the contest's own. */
    SignUp signUp() {
        return new SignUp(email, password.value(), "Administración", "ANB", "Bogotá", "Colombia");
    }
}
