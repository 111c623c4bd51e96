package co.anb.showcase.auth.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What happens to accounts: {@code showcase.auth.signups} by {@code outcome}. */
public final class AccountMetrics {

    private final Counter created;
    private final Counter duplicate;

    /** Creates the meters. */
    public AccountMetrics(MeterRegistry registry) {
        this.created = registry.counter("showcase.auth.signups", "outcome", "created");
        this.duplicate = registry.counter("showcase.auth.signups", "outcome", "duplicate");
    }

    void signedUp() {
        created.increment();
    }

    void refusedDuplicate() {
        duplicate.increment();
    }
}
