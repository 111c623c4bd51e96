package co.anb.showcase.shared.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to join, with a limit: what comes later is closed again. */
final class Join {

    private static final Logger LOG = LoggerFactory.getLogger(Join.class);

    private final ClusterConfig config;
    private final String service;
    private final BiFunction<VertxOptions, ClusterManager, Future<Vertx>> builder;
    private final CompletableFuture<ClusterNode> joined;

    /** @param builder makes a clustered Vert.x */
    Join(ClusterConfig config, String service, BiFunction<VertxOptions, ClusterManager, Future<Vertx>> builder) {
        this.config = config;
        this.service = service;
        this.builder = builder;
        this.joined = new CompletableFuture<ClusterNode>()
                .orTimeout(config.joinTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Fails when the limit is over, or with what prevented it. */
    Future<ClusterNode> start() {
        long begunAt = System.nanoTime();
        inBackground("cluster-join", this::join);
        return Future.fromCompletionStage(joined)
                .onSuccess(node -> LOG.info(
                        "joined the cluster millis={} {}",
                        Duration.ofNanos(System.nanoTime() - begunAt).toMillis(),
                        node.membership().detail()));
    }

    /** Says why there is no cluster, to the log and to whoever looks at the health report. */
    static Membership excuse(ClusterConfig config, Throwable failure) {
        String why = failure instanceof TimeoutException
                ? "no answer within " + config.joinTimeout().toSeconds() + " s"
                : String.valueOf(failure);
        LOG.warn("could not join the cluster and goes on alone, without events of other processes: {}", why);
        LOG.debug("why it could not join", failure);
        return Membership.alone(why);
    }

    /** On a thread of its own: JGroups and Infinispan block. */
    private void join() {
        try {
            ClusterCaches caches = ClusterCaches.start(config, service);
            VertxOptions options = new VertxOptions();
            options.getEventBusOptions().setHost(config.bindAddress()).setPort(config.eventBusPort());
            builder.apply(options, caches.clusterManager())
                    .onSuccess(vertx -> offer(vertx, caches))
                    .onFailure(e -> {
                        inBackground("cluster-leave", caches::stop);
                        joined.completeExceptionally(e);
                    });
        } catch (Exception e) {
            joined.completeExceptionally(e);
        }
    }

    /** Whoever comes too late is not needed any more. */
    private void offer(Vertx vertx, ClusterCaches caches) {
        ClusterNode node = new ClusterNode(vertx, Membership.of(caches::members, caches::trouble), caches::stop);
        if (!joined.complete(node)) {
            LOG.info("the cluster answered too late, left again");
            vertx.close().onComplete(closed -> inBackground("cluster-leave", caches::stop));
        }
    }

    /** No daemon: at first nothing else keeps the process alive. */
    private static void inBackground(String name, Runnable work) {
        new Thread(work, name).start();
    }
}
