package co.anb.showcase.auth.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** {@code showcase.auth.logins} and {@code showcase.auth.refreshes} by {@code outcome}. */
public final class SessionMetrics {

    private final Counter loggedIn;
    private final Counter refused;
    private final Counter refreshed;
    private final Counter refusedRefresh;
    private final Counter reused;

    /** Creates the meters. */
    public SessionMetrics(MeterRegistry registry) {
        this.loggedIn = registry.counter("showcase.auth.logins", "outcome", "success");
        this.refused = registry.counter("showcase.auth.logins", "outcome", "refused");
        this.refreshed = registry.counter("showcase.auth.refreshes", "outcome", "success");
        this.refusedRefresh = registry.counter("showcase.auth.refreshes", "outcome", "refused");
        this.reused = registry.counter("showcase.auth.refreshes", "outcome", "reused");
    }

    void loggedIn() {
        loggedIn.increment();
    }

    void loginRefused() {
        refused.increment();
    }

    void refreshed() {
        refreshed.increment();
    }

    void refreshRefused() {
        refusedRefresh.increment();
    }

    void tokenReused() {
        reused.increment();
    }
}
