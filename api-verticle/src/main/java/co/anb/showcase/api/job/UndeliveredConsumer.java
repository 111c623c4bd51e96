package co.anb.showcase.api.job;

import co.anb.showcase.shared.amqp.Delivery;
import co.anb.showcase.shared.jobs.JobMessage;
import co.anb.showcase.shared.jobs.ReconcileRepository;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts jobs back whose message the broker itself gave up on, at its delivery limit. Those messages go to a queue of
 * their own and not to the dead letters of the application, which stay untouched for the operators; so this one can
 * simply be consumed, and a message is acknowledged after the job is back in the outbox. A job that is not dispatched
 * needs no message: it waits in the outbox, runs under a lease that the reconciler watches, or is over.
 */
final class UndeliveredConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(UndeliveredConsumer.class);

    private final Pool pool;
    private final JobMetrics metrics;
    private final Runnable wakeRelay;
    private final ReconcileRepository jobs = new ReconcileRepository();

    UndeliveredConsumer(Pool pool, JobMetrics metrics, Runnable wakeRelay) {
        this.pool = pool;
        this.metrics = metrics;
        this.wakeRelay = wakeRelay;
    }

    /** Handles one message; a failure gives it back to the broker. */
    Future<Void> handle(Delivery delivery) {
        Optional<JobMessage> message = JobMessage.parse(delivery.body());
        if (message.isEmpty()) {
            LOG.error("message is not of a job and is dropped message_id={}", delivery.messageId());
            return Future.succeededFuture();
        }
        return jobs.requeueUndelivered(pool, message.get().jobId())
                .onSuccess(requeued -> report(message.get(), requeued))
                .mapEmpty();
    }

    private void report(JobMessage message, boolean requeued) {
        if (requeued) {
            LOG.warn("the broker gave up on a job's message, the job is sent again job_id={}", message.jobId());
            metrics.moved("undelivered", 1);
            wakeRelay.run();
        }
    }
}
