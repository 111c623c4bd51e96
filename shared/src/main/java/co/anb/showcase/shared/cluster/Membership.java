package co.anb.showcase.shared.cluster;

import co.anb.showcase.shared.observe.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/** What a process knows of its cluster. Safe for all threads. */
public final class Membership {

    private static final Membership NONE = new Membership(false, List::of, () -> "");

    private final boolean shown;
    private final Supplier<List<String>> members;
    private final Supplier<String> trouble;

    private Membership(boolean shown, Supplier<List<String>> members, Supplier<String> trouble) {
        this.shown = shown;
        this.members = members;
        this.trouble = trouble;
    }

    /** Of a process that was not told to join one. */
    public static Membership none() {
        return NONE;
    }

    /** Of a process that could not join. */
    static Membership alone(String why) {
        return new Membership(true, List::of, () -> "not joined, alone: " + why);
    }

    /**
     * Of a process that joined; the names change as members come and go.
     *
     * @param trouble what stands in the way of finding more of them, empty when nothing does
     */
    static Membership of(Supplier<List<String>> members, Supplier<String> trouble) {
        return new Membership(true, members, trouble);
    }

    /** How many members it sees, itself included; 0 when it has not joined. */
    public int count() {
        return members.get().size();
    }

    /**
     * Shows it to operators: a line of the health report and the gauge {@code showcase.cluster.members}. Never makes a
     * service unready: it works without a cluster.
     */
    public void showIn(Health health, MeterRegistry registry) {
        if (shown) {
            health.inform("cluster", this::detail);
        }
        Gauge.builder("showcase.cluster.members", this, Membership::count)
                .description("Members of the event bus cluster that this process sees, itself included; 0: none joined")
                .register(registry);
    }

    String detail() {
        List<String> present = members.get();
        String excuse = trouble.get();
        if (present.isEmpty()) {
            return excuse;
        }
        String seen = present.size() + " members: " + String.join(", ", present);
        return excuse.isEmpty() ? seen : seen + "; " + excuse;
    }
}
