package co.anb.showcase.auth.session;

import co.anb.showcase.auth.account.Account;
import co.anb.showcase.auth.account.AccountService;
import co.anb.showcase.auth.account.EmailAddress;
import co.anb.showcase.auth.edge.LoginAttempts;
import co.anb.showcase.auth.token.TokenIssuer;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.AccessToken;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Logging in, refreshing, and the sessions that come of it. Safe for all threads. */
public final class SessionService {

    /**
     * What the service works with.
     *
     * @param pool the database
     * @param sessions its sessions
     * @param accounts proves who one is
     * @param issuer signs the access tokens
     * @param ender ends sessions
     * @param attempts counts wrong passwords
     */
    public record Parts(
            Pool pool,
            SessionRepository sessions,
            AccountService accounts,
            TokenIssuer issuer,
            SessionEnder ender,
            LoginAttempts attempts) {}

    private final Pool pool;
    private final SessionRepository sessions;
    private final AccountService accounts;
    private final TokenIssuer issuer;
    private final SessionEnder ender;
    private final LoginAttempts attempts;
    private final SessionConfig config;
    private final SessionMetrics metrics;
    private final Clock clock;

    /** The service over one database. */
    public SessionService(Parts parts, SessionConfig config, SessionMetrics metrics, Clock clock) {
        this.pool = parts.pool();
        this.sessions = parts.sessions();
        this.accounts = parts.accounts();
        this.issuer = parts.issuer();
        this.ender = parts.ender();
        this.attempts = parts.attempts();
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Opens a session.
     *
     * @param address where the caller is
     * @return fails with INVALID_CREDENTIALS, RATE_LIMITED
     */
    Future<SessionTokens> logIn(EmailAddress email, String password, String address) {
        attempts.check(email.key(), address);
        return accounts.authenticate(email, password)
                .onFailure(e -> noteFailure(e, email, address))
                .compose(this::open)
                .onSuccess(opened -> {
                    attempts.succeeded(email.key(), address);
                    metrics.loggedIn();
                });
    }

    /**
     * Exchanges a refresh token. Whoever presents one that was spent may be a thief, or the owner after a thief: nobody
     * can tell, so the session ends (RFC 9700 §4.14.2).
     *
     * @return fails with UNAUTHORIZED
     */
    Future<SessionTokens> refresh(RefreshToken token) {
        Instant now = clock.instant();
        RefreshToken fresh = RefreshToken.create();
        return sessions.rotate(
                        pool,
                        token.hash(),
                        now,
                        fresh.hash(),
                        now.plus(config.refreshLifetime()),
                        config.sessionLifetime())
                .compose(rotated -> rotated.isPresent()
                        ? issue(
                                        rotated.get().account(),
                                        rotated.get().sessionId(),
                                        fresh,
                                        rotated.get().expiresAt(),
                                        now)
                                .onSuccess(issued -> metrics.refreshed())
                        : refuse(token, now));
    }

    /** The account and session of a verified token, by the database; fails with UNAUTHORIZED when either is closed. */
    Future<Caller> findCaller(AccessToken token) {
        return sessions.findCaller(pool, token.sessionId(), token.userId())
                .map(account -> new Caller(account.orElseThrow(SessionService::unauthorized), token.sessionId()));
    }

    /** The open sessions of a user, whom only he himself and administrators may name. */
    Future<List<Session>> list(Caller caller, UserId userId) {
        return authorize(caller, userId).compose(allowed -> sessions.list(pool, userId, clock.instant()));
    }

    /** One open session of a user; fails with SESSION_NOT_FOUND. */
    Future<Session> get(Caller caller, UserId userId, UUID sessionId) {
        return authorize(caller, userId)
                .compose(allowed -> sessions.find(pool, sessionId, userId, clock.instant()))
                .map(found -> found.orElseThrow(() -> ProblemException.of(ProblemType.SESSION_NOT_FOUND)));
    }

    /** Ends one open session of a user; fails with SESSION_NOT_FOUND. */
    Future<Void> end(Caller caller, UserId userId, UUID sessionId) {
        return get(caller, userId, sessionId).compose(session -> ender.end(session.id()));
    }

    /** Ends all sessions of a user. */
    Future<Void> endAll(Caller caller, UserId userId) {
        return authorize(caller, userId).compose(allowed -> ender.endAll(userId));
    }

    /** Ends the session of the caller himself. */
    Future<Void> logOut(Caller caller) {
        return ender.end(caller.sessionId());
    }

    private Future<SessionTokens> open(Account account) {
        Instant now = clock.instant();
        UUID sessionId = Ids.next();
        RefreshToken refresh = RefreshToken.create();
        Instant expiresAt = now.plus(config.refreshLifetime());
        return sessions.open(pool, sessionId, account.id(), now, expiresAt, refresh.hash())
                .compose(opened -> opened
                        ? issue(account, sessionId, refresh, expiresAt, now)
                        : Future.failedFuture(ProblemException.of(ProblemType.INVALID_CREDENTIALS)));
    }

    private Future<SessionTokens> issue(
            Account account, UUID sessionId, RefreshToken refresh, Instant refreshExpiresAt, Instant now) {
        return issuer.issue(account, sessionId, now)
                .map(access -> new SessionTokens(access, refresh, refreshExpiresAt));
    }

    private Future<SessionTokens> refuse(RefreshToken token, Instant now) {
        return sessions.findSpent(pool, token.hash(), now)
                .onSuccess(spent -> spent.ifPresentOrElse(id -> metrics.tokenReused(), metrics::refreshRefused))
                .compose(spent -> spent.map(ender::end).orElse(Future.succeededFuture()))
                .compose(done -> Future.failedFuture(unauthorized()));
    }

    private void noteFailure(Throwable failure, EmailAddress email, String address) {
        if (ProblemException.is(ProblemType.INVALID_CREDENTIALS, failure)) {
            attempts.failed(email.key(), address);
            metrics.loginRefused();
        }
    }

    private Future<Void> authorize(Caller caller, UserId userId) {
        if (caller.account().id().equals(userId)) {
            return Future.succeededFuture();
        }
        return caller.account().isActiveAdmin()
                ? accounts.get(userId).mapEmpty()
                : Future.failedFuture(ProblemException.of(ProblemType.FORBIDDEN));
    }

    private static ProblemException unauthorized() {
        return ProblemException.of(ProblemType.UNAUTHORIZED)
                .withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }
}
