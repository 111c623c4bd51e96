package co.anb.showcase.api.job;

import co.anb.showcase.api.rounds.Rounds;
import co.anb.showcase.shared.amqp.AmqpPublisher;
import co.anb.showcase.shared.amqp.OutboundMessage;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.http.Correlation;
import co.anb.showcase.shared.jobs.DeadLetter;
import co.anb.showcase.shared.jobs.DispatchRepository;
import co.anb.showcase.shared.jobs.DueJob;
import co.anb.showcase.shared.observe.Spans;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the job table holds for the broker: due jobs and dead letters. Any number of nodes may run one.
 *
 * <p>A job is marked as dispatched in a transaction of its own and sent after it, with the broker's confirmation; when
 * that does not come, the mark is taken back. A relay that dies between the two leaves a marked job without a message,
 * which the reconciler finds. A message that is confirmed too late is there twice, which the claim makes harmless.
 * While the broker is away or takes nothing (an alarm of its memory or disk), nothing is marked: jobs wait in the
 * table, and the API goes on.
 */
final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** What is in flight to the broker at once. */
    private static final int BATCH = 100;

    /** Longer than any confirmation takes, so that no other node sends the same dead letter meanwhile. */
    private static final Duration DEAD_LETTER_HOLD = Duration.ofSeconds(90);

    private final Pool pool;
    private final AmqpPublisher publisher;
    private final JobMetrics metrics;
    private final DispatchRepository outbox = new DispatchRepository();
    private final Rounds rounds;

    Relay(Vertx vertx, Pool pool, AmqpPublisher publisher, Duration period, JobMetrics metrics) {
        this.pool = pool;
        this.publisher = publisher;
        this.metrics = metrics;
        this.rounds = new Rounds(vertx, "relay", period, this::round);
    }

    void start() {
        rounds.start();
    }

    /** Something was committed that is due. */
    void wake() {
        rounds.wake();
    }

    Future<Void> stop() {
        return rounds.stop();
    }

    private Future<Void> round() {
        Future<Void> sent = publisher.accepting() ? sendJobs().compose(done -> sendDeadLetters()) : idle();
        return sent.eventually(() -> outbox.backlog(pool).onSuccess(metrics::backlog));
    }

    /** Batch after batch, until one is not full or not all of it was taken. */
    private Future<Void> sendJobs() {
        return outbox.markDue(pool, BATCH)
                .compose(jobs -> sendAll(jobs).compose(all -> all && jobs.size() == BATCH ? sendJobs() : idle()));
    }

    private Future<Boolean> sendAll(List<DueJob> jobs) {
        List<Future<Boolean>> sent = jobs.stream().map(this::send).toList();
        return Future.join(sent).map(done -> sent.stream().allMatch(Future::result));
    }

    private Future<Boolean> send(DueJob job) {
        return Spans.continued(job.traceparent(), "send job", SpanKind.PRODUCER, () -> publish(job))
                .map(true)
                .recover(failure -> takeBack(job, failure))
                .onSuccess(metrics::jobSent);
    }

    private Future<Void> publish(DueJob job) {
        Map<String, Object> headers = new HashMap<>(headers(job.correlationId()));
        Spans.traceparent().ifPresent(trace -> headers.put(Spans.HEADER, trace));
        OutboundMessage message =
                new OutboundMessage(job.message().toJson(), job.id().toString(), job.correlationId(), headers);
        return publisher.publish(Topology.JOBS, message);
    }

    /** Fails with the database only; the job stays marked then, and the reconciler finds it. */
    private Future<Boolean> takeBack(DueJob job, Throwable failure) {
        LOG.warn(
                "job not sent, it waits for the next round job_id={} correlationId={} cause={}",
                job.id(),
                job.correlationId(),
                failure.toString());
        return outbox.takeBack(pool, job).map(taken -> false);
    }

    private Future<Void> sendDeadLetters() {
        return outbox.takeDeadLetters(pool, BATCH, DEAD_LETTER_HOLD)
                .compose(letters ->
                        Future.join(letters.stream().map(this::send).toList()).mapEmpty());
    }

    private Future<Void> send(DeadLetter letter) {
        OutboundMessage message = new OutboundMessage(
                letter.toJson(), letter.id().toString(), letter.correlationId(), headers(letter.correlationId()));
        return publisher
                .publish(Topology.DEAD_LETTERS, message)
                .onComplete(sent -> metrics.deadLetterSent(sent.succeeded()))
                .compose(sent -> outbox.deadLetterSent(pool, letter.id()));
    }

    private static Map<String, Object> headers(String correlationId) {
        return Map.of(Correlation.HEADER, correlationId);
    }

    private static Future<Void> idle() {
        return Future.succeededFuture();
    }
}
