package co.anb.showcase.api.job;

import co.anb.showcase.api.rounds.Rounds;
import co.anb.showcase.shared.amqp.AmqpPublisher;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.jobs.JobFailure;
import co.anb.showcase.shared.jobs.ReconcileRepository;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds jobs that nobody moves any more: those whose worker let the lease run out, and those whose message is lost. One
 * node at a time, by an advisory lock that ends with the round's short transaction.
 *
 * <p>The broker is asked before the transaction, never in it. A message is only taken for lost when no message waits in
 * the queue: an age alone would send a whole backlog again each time that the workers are slow. While the broker can't
 * be asked nothing is taken for lost.
 */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final int UNKNOWN = -1;

    private final Pool pool;
    private final AmqpPublisher publisher;
    private final JobTimersConfig config;
    private final JobMetrics metrics;
    private final Runnable wakeRelay;
    private final ReconcileRepository jobs = new ReconcileRepository();
    private final Rounds rounds;

    Reconciler(
            Vertx vertx,
            Pool pool,
            AmqpPublisher publisher,
            JobTimersConfig config,
            JobMetrics metrics,
            Runnable wakeRelay) {
        this.pool = pool;
        this.publisher = publisher;
        this.config = config;
        this.metrics = metrics;
        this.wakeRelay = wakeRelay;
        this.rounds = new Rounds(vertx, "reconciler", config.reconcilePeriod(), this::round);
    }

    void start() {
        rounds.start();
    }

    Future<Void> stop() {
        return rounds.stop();
    }

    private Future<Void> round() {
        return ready(Topology.DEAD_LETTERS)
                .compose(deadLetters -> ready(Topology.JOBS))
                .compose(ready -> pool.withTransaction(tx -> reconcile(tx, ready)))
                .onSuccess(this::report)
                .mapEmpty();
    }

    private Future<Integer> ready(String queue) {
        return publisher
                .readyMessages(queue)
                .onSuccess(messages -> metrics.ready(queue, messages))
                .onFailure(unknown -> metrics.readyUnknown())
                .otherwise(UNKNOWN);
    }

    private Future<Moved> reconcile(SqlClient tx, int ready) {
        return jobs.tryLock(tx).compose(held -> held ? move(tx, ready) : Future.succeededFuture(Moved.NOTHING));
    }

    private Future<Moved> move(SqlClient tx, int ready) {
        int maxAttempts = config.policy().maxAttempts();
        return jobs.requeueExpired(tx, maxAttempts)
                .compose(expired -> jobs.failExpired(tx, maxAttempts, JobFailure.workerCrashed())
                        .compose(givenUp -> requeueLost(tx, ready).map(lost -> new Moved(expired, givenUp, lost))));
    }

    private Future<Integer> requeueLost(SqlClient tx, int ready) {
        return ready == 0 ? jobs.requeueLost(tx, config.lostAfter()) : Future.succeededFuture(0);
    }

    private void report(Moved moved) {
        metrics.moved("expired", moved.expired());
        metrics.moved("given_up", moved.givenUp());
        metrics.moved("lost", moved.lost());
        if (!moved.equals(Moved.NOTHING)) {
            LOG.warn("jobs reconciled expired={} given_up={} lost={}", moved.expired(), moved.givenUp(), moved.lost());
            wakeRelay.run();
        }
    }

    private record Moved(int expired, int givenUp, int lost) {
        static final Moved NOTHING = new Moved(0, 0, 0);
    }
}
