package co.anb.showcase.api.reaper;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the reaper did, {@code showcase.storage.reaped} by outcome, and uploads that it gave up. */
final class ReaperMetrics {

    private final Counter deleted;
    private final Counter failed;
    private final Counter owned;
    private final Counter abandoned;

    ReaperMetrics(MeterRegistry registry) {
        deleted = outcome(registry, "deleted");
        failed = outcome(registry, "failed");
        owned = outcome(registry, "owned");
        abandoned = Counter.builder("showcase.upload.abandoned")
                .description("Uploads that began and never ended")
                .register(registry);
    }

    /** An object is gone. */
    void deleted() {
        deleted.increment();
    }

    /** The store refused; it is tried again later. */
    void failed() {
        failed.increment();
    }

    /** Someone handed over an object that a row still owns: a bug, the object stays. */
    void owned() {
        owned.increment();
    }

    /** Uploads were given up. */
    void abandoned(int count) {
        abandoned.increment(count);
    }

    private static Counter outcome(MeterRegistry registry, String outcome) {
        return Counter.builder("showcase.storage.reaped")
                .description("Objects without an owner that the reaper took up")
                .tag("outcome", outcome)
                .register(registry);
    }
}
