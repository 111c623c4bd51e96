package co.anb.showcase.shared.launcher;

import co.anb.showcase.shared.cluster.Membership;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.observe.ProcessMetrics;
import co.anb.showcase.shared.problem.Messages;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * What a process gives to each service that it runs.
 *
 * @param vertx the process's one Vert.x
 * @param metrics the process's registry
 * @param lifecycle whether the process is on its way out
 * @param clock the time; tests set it
 * @param membership what is known of the cluster
 */
public record ServiceRuntime(
        Vertx vertx, ProcessMetrics metrics, Lifecycle lifecycle, Clock clock, Membership membership) {

    /** Reads what must not be read on an event loop later. */
    public ServiceRuntime {
        Messages.load();
    }

    /** Of a process in no cluster. */
    public ServiceRuntime(Vertx vertx, ProcessMetrics metrics, Lifecycle lifecycle, Clock clock) {
        this(vertx, metrics, lifecycle, clock, Membership.none());
    }
}
