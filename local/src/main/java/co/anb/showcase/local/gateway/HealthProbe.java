package co.anb.showcase.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each node of a service for its health as the load balancer on AWS does, an interval after the answer before. A
 * node that refuses is out after one interval, one that says nothing after that and the limit. For one event loop.
 */
final class HealthProbe {

    /** Core drains for longer than this in local mode, so that it is out before it stops listening. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(HealthProbe.class);
    /** A node that is silent for longer is frozen or cut off; a busy one is not. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final HttpClient client;
    private final Balancer balancer;
    private final String path;
    private boolean stopped;

    HealthProbe(Vertx vertx, HttpClient client, Balancer balancer, String path) {
        this.vertx = vertx;
        this.client = client;
        this.balancer = balancer;
        this.path = path;
    }

    /** A service of one node has nobody to take its place, so it is not asked. */
    void start() {
        if (balancer.nodes().size() > 1) {
            balancer.nodes().forEach(this::probeLater);
        }
    }

    void stop() {
        stopped = true;
    }

    private void probeLater(Upstream node) {
        vertx.setTimer(INTERVAL.toMillis(), id -> {
            if (!stopped) {
                probe(node);
            }
        });
    }

    private void probe(Upstream node) {
        RequestOptions options = new RequestOptions()
                .setServer(node.address())
                .setMethod(HttpMethod.GET)
                .setURI(path)
                .setTimeout(LIMIT.toMillis());
        Future<Integer> status = client.request(options)
                .compose(request ->
                        request.send().compose(answer -> answer.end().map(read -> answer.statusCode())));
        status.onComplete(answer -> {
            boolean up = answer.succeeded() && answer.result() == 200;
            if (balancer.found(node, up)) {
                LOG.info("node {} port={} status={}", up ? "is back" : "is taken out", node.port(), answer.result());
            }
            probeLater(node);
        });
    }
}
