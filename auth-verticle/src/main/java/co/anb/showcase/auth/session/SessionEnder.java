package co.anb.showcase.auth.session;

import co.anb.showcase.auth.token.KeyConfig;
import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.ids.UserId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Ends sessions: the row, its entry in the list of revocations, and, after the commit, the hint on the event bus. Safe
 * for all threads.
 *
 * <p>Meter: {@code showcase.auth.sessions.ended}.
 */
public final class SessionEnder {

    /** A refresh that was under way may still sign a token for the session; it has a deadline well below this. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Pool pool;
    private final SessionRepository sessions;
    private final RevocationRepository revocations;
    private final Duration accessLifetime;
    private final EventBus bus;
    private final Clock clock;
    private final Counter ended;

    /** An ender over one database. */
    public SessionEnder(
            Pool pool,
            SessionRepository sessions,
            RevocationRepository revocations,
            KeyConfig keys,
            EventBus bus,
            MeterRegistry registry,
            Clock clock) {
        this.pool = pool;
        this.sessions = sessions;
        this.revocations = revocations;
        this.accessLifetime = keys.accessLifetime();
        this.bus = bus;
        this.clock = clock;
        this.ended = registry.counter("showcase.auth.sessions.ended");
    }

    /** Ends one session; nothing happens when it has ended before. */
    Future<Void> end(UUID sessionId) {
        return inTransaction(transaction -> sessions.end(transaction, sessionId, clock.instant()));
    }

    /** Ends all sessions of a user. */
    Future<Void> endAll(UserId userId) {
        return inTransaction(transaction -> sessions.endAll(transaction, userId, clock.instant()));
    }

    /**
     * Ends all sessions of a user as the last step of a transaction. The caller announces it once that has committed.
     *
     * @return how many
     */
    public Future<Integer> endAllWithin(SqlConnection transaction, UserId userId) {
        return sessions.endAll(transaction, userId, clock.instant()).compose(ids -> revoke(transaction, ids));
    }

    /** Tells the other services that the list has grown. */
    public void announce(int count) {
        if (count > 0) {
            ended.increment(count);
            Events.REVOKED.publish(bus);
        }
    }

    private Future<Void> inTransaction(Function<SqlConnection, Future<List<UUID>>> ending) {
        return pool.withTransaction(transaction -> ending.apply(transaction).compose(ids -> revoke(transaction, ids)))
                .onSuccess(this::announce)
                .mapEmpty();
    }

    private Future<Integer> revoke(SqlConnection transaction, List<UUID> ids) {
        Instant until = clock.instant().plus(accessLifetime).plus(MARGIN);
        return ids.isEmpty()
                ? Future.succeededFuture(0)
                : revocations.append(transaction, ids, until).map(ids.size());
    }
}
