package co.anb.showcase.api.job;

import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.jobs.DispatchRepository.Backlog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The outbox in figures.
 *
 * <p>Gauges {@code showcase.relay.backlog} (jobs that are due and not sent) and {@code showcase.relay.backlog.age}
 * (seconds since the oldest of them became due), as of the last look; {@code showcase.queue.ready} (messages that wait
 * in a queue, tag {@code queue}; NaN while the broker can't be asked). Counters {@code showcase.relay.sent} (tag
 * {@code kind}: job or dead_letter), {@code showcase.relay.failed} (the same), {@code showcase.reconciler.moved} (tag
 * {@code reason}: expired, given_up, lost, undelivered).
 */
final class JobMetrics {

    private final MeterRegistry registry;
    private final Counter jobsSent;
    private final Counter jobsFailed;
    private final Counter deadLettersSent;
    private final Counter deadLettersFailed;
    private final Map<String, Integer> queueToReady = new ConcurrentHashMap<>();
    private volatile Backlog backlog = new Backlog(0, 0);

    JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        jobsSent = counter("showcase.relay.sent", "kind", "job");
        jobsFailed = counter("showcase.relay.failed", "kind", "job");
        deadLettersSent = counter("showcase.relay.sent", "kind", "dead_letter");
        deadLettersFailed = counter("showcase.relay.failed", "kind", "dead_letter");
        Gauge.builder("showcase.relay.backlog", () -> backlog.jobs())
                .description("Jobs that are due and not yet sent")
                .register(registry);
        Gauge.builder("showcase.relay.backlog.age", () -> backlog.oldestSeconds())
                .description("Time since the oldest job in the outbox became due")
                .baseUnit("seconds")
                .register(registry);
        for (String queue : List.of(Topology.JOBS, Topology.DEAD_LETTERS)) {
            Gauge.builder("showcase.queue.ready", () -> queueToReady.get(queue))
                    .description("Messages that wait in a queue, as the broker says")
                    .tag("queue", queue)
                    .register(registry);
        }
        for (String reason : new String[] {"expired", "given_up", "lost", "undelivered"}) {
            moved(reason, 0);
        }
    }

    void backlog(Backlog latest) {
        backlog = latest;
    }

    /** The broker was asked how many messages wait. */
    void ready(String queue, int messages) {
        queueToReady.put(queue, messages);
    }

    /** The broker can't be asked. */
    void readyUnknown() {
        queueToReady.clear();
    }

    void jobSent(boolean confirmed) {
        (confirmed ? jobsSent : jobsFailed).increment();
    }

    void deadLetterSent(boolean confirmed) {
        (confirmed ? deadLettersSent : deadLettersFailed).increment();
    }

    /** The reconciler moved jobs; the reason is one of the four above. */
    void moved(String reason, int jobs) {
        counter("showcase.reconciler.moved", "reason", reason).increment(jobs);
    }

    private Counter counter(String name, String tag, String value) {
        return registry.counter(name, tag, value);
    }
}
