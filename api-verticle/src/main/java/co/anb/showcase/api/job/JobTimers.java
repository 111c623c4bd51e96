package co.anb.showcase.api.job;

import co.anb.showcase.shared.amqp.AmqpConfig;
import co.anb.showcase.shared.amqp.AmqpConsumer;
import co.anb.showcase.shared.amqp.AmqpMetrics;
import co.anb.showcase.shared.amqp.AmqpPublisher;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.events.Events;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;

/**
 * Everything that keeps jobs moving in a Core process, with its two connections to the broker: the relay, the
 * reconciler and the consumer of what the broker gave up on. One per process; the methods may be called from any
 * thread.
 */
public final class JobTimers {

    private static final int UNDELIVERED_PREFETCH = 10;

    private final AmqpPublisher publisher;
    private final AmqpConsumer undelivered;
    private final MessageConsumer<JsonObject> hints;
    private final Relay relay;
    private final Reconciler reconciler;
    private final DeadLetterReplay replay;

    private JobTimers(Vertx vertx, Pool pool, AmqpConfig amqp, JobTimersConfig config, MeterRegistry registry) {
        JobMetrics metrics = new JobMetrics(registry);
        AmqpMetrics listener = new AmqpMetrics(registry);
        Topology topology = Topology.of(amqp.broker());
        publisher = AmqpPublisher.start(vertx, amqp, topology, listener);
        relay = new Relay(vertx, pool, publisher, config.relayPeriod(), metrics);
        reconciler = new Reconciler(vertx, pool, publisher, config, metrics, relay::wake);
        UndeliveredConsumer handler = new UndeliveredConsumer(pool, metrics, relay::wake);
        undelivered = AmqpConsumer.start(
                vertx, amqp, topology, Topology.UNDELIVERED, UNDELIVERED_PREFETCH, handler::handle, listener);
        replay = new DeadLetterReplay(vertx, pool, amqp, publisher, listener, relay::wake);
        hints = Events.JOB_DUE.subscribe(vertx.eventBus(), payload -> relay.wake());
    }

    /**
     * Starts all of it. The broker may be away: jobs wait then.
     *
     * @param pool the core database, migrated
     * @param amqp where the broker is
     * @param registry the service's registry
     */
    public static JobTimers start(
            Vertx vertx, Pool pool, AmqpConfig amqp, JobTimersConfig config, MeterRegistry registry) {
        JobTimers timers = new JobTimers(vertx, pool, amqp, config, registry);
        timers.relay.start();
        timers.reconciler.start();
        return timers;
    }

    /** A job was committed: it is sent now and not at the next look. Costs nothing; returns at once. */
    public void wake() {
        relay.wake();
    }

    /** Puts the jobs of the dead letters back to work. */
    DeadLetterReplay replay() {
        return replay;
    }

    /** For the health check: fails while the broker is away or takes no messages, and so for everybody. */
    public Future<Void> checkBroker() {
        return publisher.accepting()
                ? Future.succeededFuture()
                : Future.failedFuture(new IllegalStateException("the broker is away or takes no messages"));
    }

    /** Begins no new round, lets the present ones end, closes the connections. What was not sent waits in the table. */
    public Future<Void> stop() {
        return Future.join(hints.unregister(), relay.stop(), reconciler.stop(), undelivered.close())
                .transform(ended -> publisher.close());
    }
}
