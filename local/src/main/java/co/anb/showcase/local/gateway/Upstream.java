package co.anb.showcase.local.gateway;

import io.vertx.core.net.SocketAddress;

/**
 * Where a service listens.
 *
 * @param host name or address
 * @param port TCP port
 */
public record Upstream(String host, int port) {

    /** A service on this machine. */
    public static Upstream onLoopback(int port) {
        return new Upstream("127.0.0.1", port);
    }

    SocketAddress address() {
        return SocketAddress.inetSocketAddress(port, host);
    }
}
