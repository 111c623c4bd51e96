package co.anb.showcase.auth.account;

import co.anb.showcase.auth.password.PasswordHasher;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Signing up and proving who one is. Safe for all threads. */
public final class AccountService {

    private final Pool pool;
    private final AccountRepository accounts;
    private final PasswordHasher hasher;
    private final AccountMetrics metrics;
    private final Clock clock;

    /** The service over one database. */
    public AccountService(
            Pool pool, AccountRepository accounts, PasswordHasher hasher, AccountMetrics metrics, Clock clock) {
        this.pool = pool;
        this.accounts = accounts;
        this.hasher = hasher;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Makes an account; fails with DUPLICATE_EMAIL. Of two equal requests at once one succeeds. */
    public Future<Account> signUp(SignUp signUp) {
        return accounts.exists(pool, signUp.email())
                .compose(exists -> exists ? Future.succeededFuture(Optional.empty()) : create(signUp, Set.of()))
                .map(created -> created.orElseThrow(this::duplicate))
                .onSuccess(created -> metrics.signedUp());
    }

    /**
     * The account of an e-mail and password.
     *
     * @return fails with INVALID_CREDENTIALS for a wrong password, an unknown e-mail and a disabled account alike, and
     *     in the same time
     */
    public Future<Account> authenticate(EmailAddress email, String password) {
        return accounts.findCredentials(pool, email)
                .compose(found -> hasher.matches(password, found.map(AccountRepository.Credentials::passwordHash))
                        .map(matches -> found.map(AccountRepository.Credentials::account)
                                .filter(account -> matches && account.isActive())
                                .orElseThrow(() -> ProblemException.of(ProblemType.INVALID_CREDENTIALS))));
    }

    /** The account of an id; fails with ACCOUNT_NOT_FOUND. */
    public Future<Account> get(UserId id) {
        return accounts.find(pool, id)
                .map(found -> found.orElseThrow(() -> ProblemException.of(ProblemType.ACCOUNT_NOT_FOUND)));
    }

    /**
     * Sees to it that an account exists and has a role. Running it again, or on two nodes at once, changes nothing; an
     * account that is there keeps its password.
     */
    public Future<Void> ensure(SignUp signUp, String role) {
        return accounts.exists(pool, signUp.email())
                .compose(exists -> exists ? Future.succeededFuture() : create(signUp, Set.of(role)))
                .compose(done -> accounts.addRole(pool, signUp.email(), role))
                .mapEmpty();
    }

    private Future<Optional<Account>> create(SignUp signUp, Set<String> roles) {
        return hasher.hash(signUp.password())
                .compose(hash -> accounts.insert(pool, UserId.next(), signUp, hash, roles, clock.instant()));
    }

    private ProblemException duplicate() {
        metrics.refusedDuplicate();
        return ProblemException.of(ProblemType.DUPLICATE_EMAIL).withError("#/email", "DUPLICATE_EMAIL.detail");
    }
}
