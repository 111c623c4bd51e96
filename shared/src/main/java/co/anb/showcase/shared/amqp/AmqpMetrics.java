package co.anb.showcase.shared.amqp;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what happens on the connections.
 *
 * <p>{@code showcase.amqp.connected} (gauge, 1 or 0, tag {@code link}), {@code showcase.amqp.blocked} (the same: the
 * broker has an alarm and takes no messages); counters {@code showcase.amqp.disconnects} and
 * {@code showcase.amqp.connect.failures} (tag {@code link}), {@code showcase.amqp.published} (tags {@code queue},
 * {@code outcome}: confirmed or the reason of the failure), {@code showcase.amqp.delivered} (tags {@code queue},
 * {@code redelivered}), {@code showcase.amqp.stale.acknowledgements} and {@code showcase.amqp.malformed} (tag
 * {@code queue}).
 */
public final class AmqpMetrics implements AmqpListener {
    private static final String CONNECTED = "showcase.amqp.connected";
    private static final String BLOCKED = "showcase.amqp.blocked";
    private static final String LINK = "link";
    private static final String QUEUE = "queue";

    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> nameAndLinkToValue = new ConcurrentHashMap<>();

    /** Counts into this registry. */
    public AmqpMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void connected(String link) {
        gauge(CONNECTED, link, 1);
    }

    @Override
    public void disconnected(String link) {
        gauge(CONNECTED, link, 0);
        registry.counter("showcase.amqp.disconnects", LINK, link).increment();
    }

    @Override
    public void connectFailed(String link) {
        gauge(CONNECTED, link, 0);
        registry.counter("showcase.amqp.connect.failures", LINK, link).increment();
    }

    @Override
    public void blocked(String link, boolean blocked) {
        gauge(BLOCKED, link, blocked ? 1 : 0);
    }

    @Override
    public void published(String queue, Optional<AmqpException.Reason> failure) {
        String outcome =
                failure.map(reason -> reason.name().toLowerCase(Locale.ROOT)).orElse("confirmed");
        registry.counter("showcase.amqp.published", QUEUE, queue, "outcome", outcome)
                .increment();
    }

    @Override
    public void delivered(String queue, boolean redelivered) {
        registry.counter("showcase.amqp.delivered", QUEUE, queue, "redelivered", Boolean.toString(redelivered))
                .increment();
    }

    @Override
    public void staleAcknowledgement(String queue) {
        registry.counter("showcase.amqp.stale.acknowledgements", QUEUE, queue).increment();
    }

    @Override
    public void malformed(String queue) {
        registry.counter("showcase.amqp.malformed", QUEUE, queue).increment();
    }

    private void gauge(String name, String link, int now) {
        nameAndLinkToValue
                .computeIfAbsent(name + ' ' + link, key -> {
                    AtomicInteger value = new AtomicInteger();
                    Gauge.builder(name, value, AtomicInteger::get)
                            .tag(LINK, link)
                            .register(registry);
                    return value;
                })
                .set(now);
    }
}
