package co.anb.showcase.api.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Open streams, {@code showcase.live.streams}; events written to them, {@code showcase.live.events}; clients cut off
 * since they took nothing, {@code showcase.live.dropped}; streams not opened, {@code showcase.live.refused}.
 */
final class LiveMetrics {

    private final Map<LiveKind, AtomicInteger> kindToOpen = new EnumMap<>(LiveKind.class);
    private final Map<LiveKind, Counter> kindToEvents = new EnumMap<>(LiveKind.class);
    private final Counter dropped;
    private final Counter fullNode;
    private final Counter fullCaller;

    LiveMetrics(MeterRegistry registry) {
        for (LiveKind kind : LiveKind.values()) {
            AtomicInteger open = new AtomicInteger();
            kindToOpen.put(kind, open);
            Gauge.builder("showcase.live.streams", open, AtomicInteger::get)
                    .description("Open event streams")
                    .tag("kind", kind.tag())
                    .register(registry);
            kindToEvents.put(
                    kind,
                    Counter.builder("showcase.live.events")
                            .description("Events written to streams")
                            .tag("kind", kind.tag())
                            .register(registry));
        }
        dropped = Counter.builder("showcase.live.dropped")
                .description("Clients that were cut off since they took nothing")
                .register(registry);
        fullNode = refused(registry, "node");
        fullCaller = refused(registry, "caller");
    }

    void opened(LiveKind kind) {
        open(kind).incrementAndGet();
    }

    void closed(LiveKind kind) {
        open(kind).decrementAndGet();
    }

    void sent(LiveKind kind) {
        Counter counter = kindToEvents.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    void dropped() {
        dropped.increment();
    }

    void nodeIsFull() {
        fullNode.increment();
    }

    void callerHasTooMany() {
        fullCaller.increment();
    }

    private AtomicInteger open(LiveKind kind) {
        return kindToOpen.computeIfAbsent(kind, all -> new AtomicInteger());
    }

    private static Counter refused(MeterRegistry registry, String reason) {
        return Counter.builder("showcase.live.refused")
                .description("Streams that were not opened")
                .tag("reason", reason)
                .register(registry);
    }
}
