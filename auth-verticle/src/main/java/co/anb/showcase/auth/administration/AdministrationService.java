package co.anb.showcase.auth.administration;

import co.anb.showcase.auth.account.Account;
import co.anb.showcase.auth.account.AccountRepository;
import co.anb.showcase.auth.session.SessionEnder;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.AccessToken;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

/**
 * What administrators do to accounts. Whoever is disabled or loses a role also loses his sessions in the same
 * transaction, so that no token that says otherwise stays good. Safe for all threads.
 */
public final class AdministrationService {

    /** An account after a change, and how many sessions that ended. */
    private record Changed(Account account, int endedSessions) {}

    private final Pool pool;
    private final AccountRepository accounts;
    private final SessionEnder ender;

    /** The service over one database. */
    public AdministrationService(Pool pool, AccountRepository accounts, SessionEnder ender) {
        this.pool = pool;
        this.accounts = accounts;
        this.ender = ender;
    }

    /**
     * Changes an account.
     *
     * @return the account as it is now; fails with ACCOUNT_NOT_FOUND, or with CONFLICT when nobody could administer any
     *     more
     */
    Future<Account> change(UserId id, AccountChange change) {
        return pool.withTransaction(transaction -> change(transaction, id, change))
                .onSuccess(changed -> ender.announce(changed.endedSessions()))
                .map(Changed::account);
    }

    private Future<Changed> change(SqlConnection transaction, UserId id, AccountChange change) {
        return accounts.lockAdministration(transaction)
                .compose(locked -> accounts.lock(transaction, id))
                .map(found -> found.orElseThrow(AdministrationService::notFound))
                .compose(before -> accounts.change(
                                transaction, id, change.activeAfter(before), change.rolesAfter(before))
                        .map(found -> found.orElseThrow(AdministrationService::notFound))
                        .compose(after -> settle(transaction, before, after)));
    }

    private Future<Changed> settle(SqlConnection transaction, Account before, Account after) {
        return keepAnAdministrator(transaction, before, after)
                .compose(kept -> losesSomething(before, after)
                        ? ender.endAllWithin(transaction, after.id())
                        : Future.succeededFuture(0))
                .map(ended -> new Changed(after, ended));
    }

    private Future<Void> keepAnAdministrator(SqlConnection transaction, Account before, Account after) {
        if (!before.isActiveAdmin() || after.isActiveAdmin()) {
            return Future.succeededFuture();
        }
        return accounts.countActiveWithRole(transaction, AccessToken.ADMIN)
                .compose(left -> left > 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(ProblemException.of(ProblemType.CONFLICT, "auth.last-admin")));
    }

    private static boolean losesSomething(Account before, Account after) {
        return !after.isActive() || !after.roles().containsAll(before.roles());
    }

    private static ProblemException notFound() {
        return ProblemException.of(ProblemType.ACCOUNT_NOT_FOUND);
    }
}
