package co.anb.showcase.api.job;

import co.anb.showcase.shared.amqp.AmqpPublisher;
import co.anb.showcase.shared.amqp.OutboundMessage;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.jobs.DeadLetter;
import co.anb.showcase.shared.jobs.DispatchRepository;
import co.anb.showcase.shared.jobs.DueJob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds: marks due jobs in one short statement, publishes them with confirm, and takes the mark
 * back from those that the broker did not take. No transaction is open while the broker is spoken to; a relay that dies
 * in between leaves dispatched jobs behind, which the reconciler finds. Any number of nodes may run one. Woken by an
 * event and every few seconds; one round at a time. Runs on the context that started it.
 */
public final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int BATCH = 100;
    private static final Duration PERIOD = Duration.ofSeconds(3);
    private static final Duration DEAD_LETTER_HOLD = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Pool pool;
    private final AmqpPublisher publisher;
    private final DispatchRepository outbox = new DispatchRepository();

    private @Nullable MessageConsumer<JsonObject> consumer;
    private @Nullable Future<Void> running;
    private boolean askedAgain;
    private boolean stopped = true;
    private long timer = -1;

    /** A relay that is not started. */
    public Relay(Vertx vertx, Pool pool, AmqpPublisher publisher) {
        this.vertx = vertx;
        this.pool = pool;
        this.publisher = publisher;
    }

    /** Begins to send. */
    public void start() {
        stopped = false;
        consumer = Events.JOB_DUE.subscribe(vertx.eventBus(), payload -> wake());
        timer = vertx.setPeriodic(PERIOD.toMillis(), tick -> wake());
        wake();
    }

    /** Takes nothing new and succeeds when the round that is running has ended. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        Future<Void> unsubscribed = consumer == null ? Future.succeededFuture() : consumer.unregister();
        Future<Void> drained = running == null ? Future.succeededFuture() : running.otherwiseEmpty();
        return Future.join(unsubscribed, drained).mapEmpty();
    }

    private void wake() {
        if (stopped || !publisher.connected()) {
            return;
        }
        if (running != null) {
            askedAgain = true;
            return;
        }
        Future<Void> round = sendJobs().compose(sent -> sendDeadLetters());
        running = round;
        round.onFailure(e -> LOG.warn("relay round failed, the next one tries again: {}", e.toString()))
                .onComplete(done -> afterRound());
    }

    private void afterRound() {
        running = null;
        if (askedAgain) {
            askedAgain = false;
            wake();
        }
    }

    private Future<Void> sendJobs() {
        return outbox.markDue(pool, BATCH)
                .compose(jobs -> Future.join(jobs.stream().map(this::send).toList())
                        .compose(sent -> jobs.size() < BATCH || stopped ? Future.succeededFuture() : sendJobs()));
    }

    private Future<Void> send(DueJob job) {
        OutboundMessage message =
                OutboundMessage.of(job.message().toJson(), job.id().toString(), job.correlationId());
        return publisher.publish(Topology.JOBS, message).recover(e -> {
            LOG.warn("job not sent, it stays due job={} reason={}", job.id(), e.toString());
            return outbox.takeBack(pool, job).mapEmpty();
        });
    }

    private Future<Void> sendDeadLetters() {
        return outbox.takeDeadLetters(pool, BATCH, DEAD_LETTER_HOLD).compose(this::sendAll);
    }

    private Future<Void> sendAll(List<DeadLetter> letters) {
        return Future.join(letters.stream().map(this::send).toList()).mapEmpty();
    }

    private Future<Void> send(DeadLetter letter) {
        OutboundMessage message =
                OutboundMessage.of(letter.toJson(), letter.id().toString(), letter.correlationId());
        return publisher
                .publish(Topology.DEAD_LETTERS, message)
                .compose(sent -> outbox.deadLetterSent(pool, letter.id()));
    }
}
