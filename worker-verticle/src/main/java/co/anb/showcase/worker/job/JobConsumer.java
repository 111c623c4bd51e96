package co.anb.showcase.worker.job;

import co.anb.showcase.shared.amqp.AmqpConfig;
import co.anb.showcase.shared.amqp.AmqpConsumer;
import co.anb.showcase.shared.amqp.AmqpListener;
import co.anb.showcase.shared.amqp.Delivery;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.jobs.ClaimedJob;
import co.anb.showcase.shared.jobs.JobMessage;
import co.anb.showcase.shared.observe.Spans;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one message of the queue at a time, claims its job and tries it. A message whose job is held by another, over
 * or gone is acknowledged and forgotten: the database decides, never the broker. Runs on the context that started it.
 */
public final class JobConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(JobConsumer.class);
    private static final int PREFETCH = 1;

    private final JobTools tools;
    private @Nullable AmqpConsumer consumer;
    private @Nullable Attempt current;
    private boolean stopping;

    private JobConsumer(JobTools tools) {
        this.tools = tools;
    }

    /** Begins to consume; a broker that is away is waited for. */
    public static JobConsumer start(JobTools tools, AmqpConfig amqp, Topology topology, AmqpListener listener) {
        JobConsumer jobs = new JobConsumer(tools);
        jobs.consumer =
                AmqpConsumer.start(tools.vertx(), amqp, topology, Topology.JOBS, PREFETCH, jobs::handle, listener);
        return jobs;
    }

    /** Succeeds while there is a connection to the broker. */
    public Future<Void> connected() {
        return consumer != null && consumer.connected()
                ? Future.succeededFuture()
                : Future.failedFuture("no connection to the broker");
    }

    /** Takes no more messages and gives back the job in hand. Succeeds when that is written down. */
    public Future<Void> stop() {
        stopping = true;
        if (current != null) {
            current.abandon();
        }
        return consumer == null ? Future.succeededFuture() : consumer.close();
    }

    private Future<Void> handle(Delivery delivery) {
        Optional<JobMessage> message = JobMessage.parse(delivery.body());
        if (message.isEmpty()) {
            LOG.error("message is no job and is dropped message_id={}", delivery.messageId());
            return delivery.ack();
        }
        if (stopping) {
            return delivery.requeue();
        }
        JobId id = message.get().jobId();
        Optional<String> trace =
                Optional.ofNullable(delivery.headers().get(Spans.HEADER)).map(Object::toString);
        return Spans.continued(
                        trace,
                        "process job",
                        SpanKind.CONSUMER,
                        () -> claim(id)
                                .compose(claimed -> claimed.map(this::attempt).orElseGet(() -> notOurs(id))))
                .compose(done -> delivery.ack());
    }

    /** Another worker has it, or it is done: this message is one too many, which does no harm. */
    private static Future<Void> notOurs(JobId id) {
        LOG.info("message needs no work job={}", id);
        return Future.succeededFuture();
    }

    private Future<Optional<ClaimedJob>> claim(JobId id) {
        return tools.leases().claim(tools.pool(), id, Ids.next(), tools.policy());
    }

    private Future<Void> attempt(ClaimedJob job) {
        Attempt attempt = new Attempt(tools, job);
        current = attempt;
        if (stopping) {
            attempt.abandon();
        }
        return attempt.execute().onComplete(done -> current = null);
    }
}
