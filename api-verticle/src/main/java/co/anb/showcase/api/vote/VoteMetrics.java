package co.anb.showcase.api.vote;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Votes by what became of them, {@code showcase.vote.cast}, and votes taken back, {@code showcase.vote.withdrawn}. */
final class VoteMetrics {

    private final Map<VoteOutcome, Counter> outcomeToCounter = new EnumMap<>(VoteOutcome.class);
    private final Counter withdrawn;

    VoteMetrics(MeterRegistry registry) {
        for (VoteOutcome outcome : VoteOutcome.values()) {
            Counter counter = Counter.builder("showcase.vote.cast")
                    .description("Votes by what became of them")
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .register(registry);
            outcomeToCounter.put(outcome, counter);
        }
        withdrawn = Counter.builder("showcase.vote.withdrawn")
                .description("Votes taken back")
                .register(registry);
    }

    /** A vote was decided. */
    void cast(VoteOutcome outcome) {
        Counter counter = outcomeToCounter.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    /** A vote was taken back. */
    void withdrawn() {
        withdrawn.increment();
    }
}
