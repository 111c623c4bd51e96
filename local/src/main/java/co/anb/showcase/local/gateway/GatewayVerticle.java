package co.anb.showcase.local.gateway;

import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.observe.Lifecycle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Owns the gateway's server and its client. */
public final class GatewayVerticle extends VerticleBase {

    /** Below the services' idle time-out, so that no request goes out on a connection that its service just closed. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int CHUNK_BYTES = 64 << 10;

    private final GatewayConfig config;
    private final Lifecycle lifecycle;
    private @Nullable HttpClientAgent client;
    private @Nullable HttpServer server;
    private @Nullable HealthProbe probe;

    /** A gateway; several instances share its port. */
    public GatewayVerticle(GatewayConfig config, Lifecycle lifecycle) {
        this.config = config;
        this.lifecycle = lifecycle;
    }

    @Override
    public Future<?> start() {
        HttpClientAgent opened = vertx.createHttpClient(clientOptions(), poolOptions());
        client = opened;
        Edge edge = new Edge(vertx, config.http(), lifecycle);
        Router router = edge.plainRouter();
        Balancer core = new Balancer(config.core());
        new GatewayRoutes(config, core, new Forwarder(vertx, opened)).mount(router);
        HealthProbe started = new HealthProbe(vertx, opened, core, "/api/health");
        started.start();
        probe = started;
        return edge.listen(router).onSuccess(listening -> server = listening);
    }

    @Override
    public Future<?> stop() {
        if (probe != null) {
            probe.stop();
        }
        Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
        return closed.eventually(() -> client == null ? Future.succeededFuture() : client.close());
    }

    /** The port that it listens on. */
    public int port() {
        return server == null ? 0 : server.actualPort();
    }

    private HttpClientOptions clientOptions() {
        return new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
                .setIdleTimeout((int) config.http().idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxChunkSize(CHUNK_BYTES);
    }

    /** The client's own default of five connections would let four event streams block everybody. */
    private PoolOptions poolOptions() {
        return new PoolOptions().setHttp1MaxSize(config.poolSize()).setMaxWaitQueueSize(config.waitQueueSize());
    }
}
