package co.anb.showcase.local.gateway;

import co.anb.showcase.shared.http.HttpConfig;
import java.util.List;
import java.util.Map;

/**
 * What the gateway forwards, and how much at once.
 *
 * @param http how it listens
 * @param core the nodes of the Core API with the web page
 * @param auth the Auth service
 * @param consoles operators' programs that run now, by the first segment of their path ({@code grafana}, …)
 * @param poolSize the most connections to one service; each open upload, download and event stream holds one
 * @param waitQueueSize requests that may wait for a connection; more are answered 503 at once
 */
public record GatewayConfig(
        HttpConfig http,
        List<Upstream> core,
        Upstream auth,
        Map<String, Upstream> consoles,
        int poolSize,
        int waitQueueSize) {

    private static final int POOL_SIZE = 4_000;
    private static final int WAIT_QUEUE_SIZE = 2_000;

    /** Copies the map and checks the bounds. */
    public GatewayConfig {
        core = List.copyOf(core);
        consoles = Map.copyOf(consoles);
        if (poolSize < 1 || waitQueueSize < 0) {
            throw new IllegalArgumentException("gateway pool " + poolSize + ", wait queue " + waitQueueSize);
        }
    }

    /** The usual bounds. */
    public static GatewayConfig of(
            HttpConfig http, List<Upstream> core, Upstream auth, Map<String, Upstream> consoles) {
        return new GatewayConfig(http, core, auth, consoles, POOL_SIZE, WAIT_QUEUE_SIZE);
    }
}
