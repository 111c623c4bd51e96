package co.anb.showcase.api.vote;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Holds counters' locks in a transaction that changes nothing, so that batches wait behind it. */
final class CounterLock implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String WAITERS = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE $1 AND wait_event_type = 'Lock'
            """;

    private final CoreDatabase database;
    private final SqlConnection connection;
    private final Transaction transaction;

    private CounterLock(CoreDatabase database) {
        this.database = database;
        this.connection = await(database.pool().getConnection());
        this.transaction = await(connection.begin());
    }

    /** Locks a first counter. */
    static CounterLock take(CoreDatabase database, UUID counter) {
        CounterLock lock = new CounterLock(database);
        lock.take(counter);
        return lock;
    }

    void take(UUID counter) {
        await(lockRow(counter));
    }

    /** Waits behind a batch for its first lock, against its order: the server rolls the batch back, not this. */
    Future<?> queueFor(UUID counter) {
        await(connection.query("SET LOCAL deadlock_timeout = '20s'").execute());
        Future<?> queued = lockRow(counter);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(database.count(WAITERS, Tuple.of("%"))).isEqualTo(2));
        return queued;
    }

    /** How many connections of batchers wait. */
    long waiters() {
        return database.count(WAITERS, Tuple.of("votes"));
    }

    void awaitWaiters(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(waiters()).isEqualTo(count));
    }

    @Override
    public void close() {
        Future<?> done = transaction.rollback().eventually(connection::close);
        await(done);
    }

    private Future<?> lockRow(UUID counter) {
        return connection
                .preparedQuery("SELECT 1 FROM video_stats WHERE video_id = $1 FOR UPDATE")
                .execute(Tuple.of(counter));
    }
}
