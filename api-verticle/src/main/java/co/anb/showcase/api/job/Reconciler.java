package co.anb.showcase.api.job;

import co.anb.showcase.shared.amqp.AmqpPublisher;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.jobs.JobFailure;
import co.anb.showcase.shared.jobs.JobPolicy;
import co.anb.showcase.shared.jobs.ReconcileRepository;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds jobs that nobody moves any more and puts them back: those whose lease is over, and those whose message is lost.
 * A message counts as lost only when the queue is seen empty, since a fixed time-out alone would multiply a backlog.
 * One node at a time does it, by an advisory lock. Runs on the context that started it.
 */
public final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration LOST_AFTER = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Pool pool;
    private final AmqpPublisher publisher;
    private final JobPolicy policy;
    private final Duration period;
    private final ReconcileRepository jobs = new ReconcileRepository();

    private Future<Void> running = Future.succeededFuture();
    private long timer = -1;

    /** A reconciler that is not started. */
    public Reconciler(Vertx vertx, Pool pool, AmqpPublisher publisher, JobPolicy policy, Duration period) {
        this.vertx = vertx;
        this.pool = pool;
        this.publisher = publisher;
        this.policy = policy;
        this.period = period;
    }

    /** Begins to look, at an interval. */
    public void start() {
        timer = vertx.setPeriodic(period.toMillis(), tick -> tick());
    }

    /** Succeeds when the round that is running has ended. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return running.otherwiseEmpty();
    }

    private void tick() {
        if (running.isComplete()) {
            running = round().onFailure(e -> LOG.warn("reconciler round failed: {}", e.toString()));
        }
    }

    private Future<Void> round() {
        return publisher
                .readyMessages(Topology.JOBS)
                .map(ready -> ready == 0)
                .otherwise(false)
                .compose(empty -> pool.withTransaction(tx -> reconcile(tx, empty)));
    }

    private Future<Void> reconcile(SqlConnection tx, boolean queueIsEmpty) {
        return jobs.tryLock(tx).compose(held -> held ? putBack(tx, queueIsEmpty) : Future.succeededFuture());
    }

    private Future<Void> putBack(SqlConnection tx, boolean queueIsEmpty) {
        return jobs.requeueExpired(tx, policy.maxAttempts())
                .compose(expired -> jobs.failExpired(tx, policy.maxAttempts(), JobFailure.workerCrashed())
                        .compose(failed -> lost(tx, queueIsEmpty).onSuccess(lost -> report(expired, failed, lost))))
                .mapEmpty();
    }

    private Future<Integer> lost(SqlConnection tx, boolean queueIsEmpty) {
        return queueIsEmpty ? jobs.requeueLost(tx, LOST_AFTER) : Future.succeededFuture(0);
    }

    private void report(int expired, int failed, int lost) {
        if (expired + failed + lost > 0) {
            LOG.warn("jobs set right expired={} failed={} lost={}", expired, failed, lost);
            Events.JOB_DUE.publish(vertx.eventBus());
        }
    }
}
