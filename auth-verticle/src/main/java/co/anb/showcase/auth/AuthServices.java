package co.anb.showcase.auth;

import co.anb.showcase.auth.account.AccountMetrics;
import co.anb.showcase.auth.account.AccountRepository;
import co.anb.showcase.auth.account.AccountService;
import co.anb.showcase.auth.administration.AdministrationService;
import co.anb.showcase.auth.administration.FirstAdmin;
import co.anb.showcase.auth.edge.LoginAttempts;
import co.anb.showcase.auth.password.PasswordHasher;
import co.anb.showcase.auth.session.PurgeJob;
import co.anb.showcase.auth.session.RevocationRepository;
import co.anb.showcase.auth.session.SessionEnder;
import co.anb.showcase.auth.session.SessionMetrics;
import co.anb.showcase.auth.session.SessionRepository;
import co.anb.showcase.auth.session.SessionService;
import co.anb.showcase.auth.token.KeyRotationJob;
import co.anb.showcase.auth.token.SigningKeys;
import co.anb.showcase.auth.token.TokenIssuer;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import co.anb.showcase.shared.limit.RateLimit;
import co.anb.showcase.shared.tokens.TokenVerifier;
import co.anb.showcase.shared.work.BoundedWorker;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.sqlclient.Pool;

/**
 * What the process has once, however many verticle instances use it. Each member is safe for all threads.
 *
 * @param pool the database
 * @param keys the signing keys
 * @param accounts signing up
 * @param sessions logging in
 * @param administration changing accounts
 * @param revocations the list of ended sessions
 * @param verifier judges the service's own tokens
 * @param loginLimit by address
 * @param signUpLimit by address
 * @param firstAdmin what has to be there at start
 * @param rotation of the signing keys
 * @param purge of what is over
 */
record AuthServices(
        Pool pool,
        SigningKeys keys,
        AccountService accounts,
        SessionService sessions,
        AdministrationService administration,
        RevocationRepository revocations,
        TokenVerifier verifier,
        RateLimit<String> loginLimit,
        RateLimit<String> signUpLimit,
        FirstAdmin firstAdmin,
        KeyRotationJob rotation,
        PurgeJob purge) {

    private static final int REMEMBERED_TOKENS = 1_000;

    /** Puts them together; nothing is started. */
    static AuthServices create(
            ServiceRuntime runtime,
            AuthConfig config,
            MeterRegistry registry,
            Pool pool,
            SigningKeys keys,
            PasswordHasher hasher,
            BoundedWorker signing) {
        var clock = runtime.clock();
        var accountRepository = new AccountRepository();
        var sessionRepository = new SessionRepository();
        var revocations = new RevocationRepository();
        var accounts = new AccountService(pool, accountRepository, hasher, new AccountMetrics(registry), clock);
        var ender = new SessionEnder(
                pool,
                sessionRepository,
                revocations,
                config.keys(),
                runtime.vertx().eventBus(),
                registry,
                clock);
        var attempts = new LoginAttempts(config.throttle(), registry, clock);
        var parts = new SessionService.Parts(
                pool, sessionRepository, accounts, new TokenIssuer(keys, signing, config.keys()), ender, attempts);
        var limits = config.throttle();
        return new AuthServices(
                pool,
                keys,
                accounts,
                new SessionService(parts, config.sessions(), new SessionMetrics(registry), clock),
                new AdministrationService(pool, accountRepository, ender),
                revocations,
                // The database, not a list, tells which of our own sessions have ended: see CallerAuth.
                new TokenVerifier(
                        keys,
                        token -> false,
                        config.keys().issuer(),
                        config.keys().audience(),
                        REMEMBERED_TOKENS,
                        clock),
                RateLimit.perMinute("logins", limits.loginsPerMinute(), registry, clock),
                RateLimit.perMinute("signups", limits.signUpsPerMinute(), registry, clock),
                new FirstAdmin(accounts, config.admin()),
                new KeyRotationJob(runtime.vertx(), keys),
                new PurgeJob(runtime.vertx(), pool, sessionRepository, revocations, clock));
    }
}
