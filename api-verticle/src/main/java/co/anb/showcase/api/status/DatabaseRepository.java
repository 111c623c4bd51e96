package co.anb.showcase.api.status;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** Asks the database whether it is there. */
public final class DatabaseRepository {

    private static final String PING = "SELECT 1";

    /** Fails when the database does not answer. */
    public Future<Void> ping(SqlClient client) {
        return client.query(PING).execute().mapEmpty();
    }
}
