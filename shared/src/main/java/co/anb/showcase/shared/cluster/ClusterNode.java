package co.anb.showcase.shared.cluster;

import co.anb.showcase.shared.observe.ProcessMetrics;
import co.anb.showcase.shared.observe.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/**
 * The Vert.x of a process, and what the process knows of its cluster.
 *
 * @param vertx clustered, or not when it was not to be or could not
 * @param membership for the services
 * @param leave says goodbye to the others, after Vert.x was closed; blocks
 */
public record ClusterNode(Vertx vertx, Membership membership, Runnable leave) {

    /**
     * Opens it. A cluster that can't be joined in time is a line in the log and a detail of the health report, never a
     * failure.
     *
     * @param service its name, for people who read the list of members
     */
    public static Future<ClusterNode> open(
            ClusterConfig config, String service, ProcessMetrics metrics, Tracing tracing) {
        if (!config.enabled()) {
            return Future.succeededFuture(single(metrics, tracing, Membership.none()));
        }
        return new Join(config, service, (options, manager) -> metrics.clusteredVertx(options, tracing, manager))
                .start()
                .recover(failure -> Future.succeededFuture(single(metrics, tracing, Join.excuse(config, failure))));
    }

    private static ClusterNode single(ProcessMetrics metrics, Tracing tracing, Membership membership) {
        return new ClusterNode(metrics.vertx(new VertxOptions(), tracing), membership, () -> {});
    }
}
