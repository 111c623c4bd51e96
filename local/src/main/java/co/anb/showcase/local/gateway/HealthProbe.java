package co.anb.showcase.local.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks each node of a service for its health as the load balancer on AWS does, once in an interval. */
final class HealthProbe {

    /** Core drains for longer than this in local mode, so that it is out before it stops listening. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(HealthProbe.class);
    private static final Duration LIMIT = Duration.ofMillis(2_500);

    private final Vertx vertx;
    private final HttpClient client;
    private final Balancer balancer;
    private final String path;
    private long timer = -1;

    HealthProbe(Vertx vertx, HttpClient client, Balancer balancer, String path) {
        this.vertx = vertx;
        this.client = client;
        this.balancer = balancer;
        this.path = path;
    }

    /** A service of one node has nobody to take its place, so it is not asked. */
    void start() {
        if (balancer.nodes().size() > 1) {
            timer = vertx.setPeriodic(
                    INTERVAL.toMillis(), id -> balancer.nodes().forEach(this::probe));
        }
    }

    void stop() {
        vertx.cancelTimer(timer);
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
        });
    }
}
