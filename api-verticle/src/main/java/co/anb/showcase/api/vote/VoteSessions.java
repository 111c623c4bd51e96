package co.anb.showcase.api.vote;

import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.ids.Ids;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the batcher's one connection: opened when it is needed, dropped when it fails. Used by the batcher's thread
 * alone.
 */
final class VoteSessions {

    private static final Logger LOG = LoggerFactory.getLogger(VoteSessions.class);

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final VoteRepository votes;
    private @Nullable PgConnection connection;
    private @Nullable VoteSession session;
    private Optional<UUID> former = Optional.empty();
    /** Counts what was dropped, so that a connection that comes too late is noticed. */
    private int epoch;

    /**
     * None yet.
     *
     * @param options how to connect; the server must end transactions by itself
     */
    VoteSessions(Vertx vertx, PgConnectOptions options, VoteRepository votes) {
        this.vertx = vertx;
        this.options = options;
        this.votes = votes;
    }

    /** The session, or a new one. */
    Future<VoteSession> current() {
        return session != null ? Future.succeededFuture(session) : open();
    }

    /** Ends the session at once, whatever is under way on it; the next one is new. */
    void drop() {
        epoch++;
        if (connection != null) {
            Database.abort(connection);
        }
        connection = null;
        session = null;
    }

    /** Ends the session when nothing is under way. */
    Future<Void> close() {
        @Nullable PgConnection last = connection;
        @Nullable VoteSession ended = session;
        connection = null;
        session = null;
        epoch++;
        if (last == null) {
            return Future.succeededFuture();
        }
        Future<Void> left =
                ended == null ? Future.succeededFuture() : votes.deleteTicket(ended.connection(), ended.ticket());
        return left.otherwiseEmpty().eventually(last::close).otherwiseEmpty();
    }

    private Future<VoteSession> open() {
        int opened = ++epoch;
        UUID ticket = Ids.next();
        return PgConnection.connect(vertx, options)
                .compose(made -> {
                    if (opened != epoch) {
                        Database.abort(made);
                        return Future.failedFuture("not wanted any more");
                    }
                    connection = made;
                    made.closeHandler(closed -> forget(opened));
                    return votes.openTicket(made, ticket, former).map(new VoteSession(made, ticket));
                })
                .onSuccess(fresh -> {
                    if (opened == epoch) {
                        session = fresh;
                        former = Optional.of(ticket);
                        LOG.info("session opened ticket={}", ticket);
                    }
                })
                .onFailure(failure -> {
                    if (opened == epoch) {
                        drop();
                    }
                });
    }

    private void forget(int lost) {
        if (lost == epoch) {
            epoch++;
            connection = null;
            session = null;
        }
    }
}
