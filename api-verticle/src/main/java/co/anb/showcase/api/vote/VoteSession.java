package co.anb.showcase.api.vote;

import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;

/** A connection and its ticket. Used by the batcher's thread alone. */
final class VoteSession {

    private final SqlConnection connection;
    private final UUID ticket;
    private long lastBatch;

    VoteSession(SqlConnection connection, UUID ticket) {
        this.connection = connection;
        this.ticket = ticket;
    }

    SqlConnection connection() {
        return connection;
    }

    UUID ticket() {
        return ticket;
    }

    /** A number that no batch on this ticket had. */
    long nextBatch() {
        return ++lastBatch;
    }
}
