package co.anb.showcase.auth.administration;

import co.anb.showcase.auth.account.AccountService;
import co.anb.showcase.shared.tokens.AccessToken;
import io.vertx.core.Future;
import java.util.Optional;

/** Sees to it at start that the configured administrator exists. */
public final class FirstAdmin {

    private final AccountService accounts;
    private final Optional<AdminConfig> config;

    /** Does nothing when no administrator is configured. */
    public FirstAdmin(AccountService accounts, Optional<AdminConfig> config) {
        this.accounts = accounts;
        this.config = config;
    }

    /** Makes the account, or gives the role to the one that is there, whose password stays. Any number of times. */
    public Future<Void> ensure() {
        return config.map(admin -> accounts.ensure(admin.signUp(), AccessToken.ADMIN))
                .orElse(Future.succeededFuture());
    }
}
