package co.anb.showcase.api.live;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many streams a node and each caller may have at the same time. For all event loops. */
final class StreamLimits {

    private static final Duration LATER = Duration.ofSeconds(10);

    private final LiveConfig config;
    private final LiveMetrics metrics;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> nameToOpen = new ConcurrentHashMap<>();

    StreamLimits(LiveConfig config, LiveMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Counts a stream that opens.
     *
     * @throws ProblemException RATE_LIMITED when the caller has too many, SERVICE_UNAVAILABLE when the node has
     */
    void enter(Caller caller) {
        if (open.incrementAndGet() > config.streams()) {
            open.decrementAndGet();
            metrics.nodeIsFull();
            throw ProblemException.of(ProblemType.SERVICE_UNAVAILABLE).retryAfter(LATER);
        }
        if (nameToOpen.merge(caller.name(), 1, Integer::sum) > caller.most()) {
            leave(caller);
            metrics.callerHasTooMany();
            throw ProblemException.of(ProblemType.RATE_LIMITED).retryAfter(LATER);
        }
    }

    /** Counts a stream that is over. */
    void leave(Caller caller) {
        open.decrementAndGet();
        nameToOpen.computeIfPresent(caller.name(), (same, count) -> count == 1 ? null : count - 1);
    }
}
