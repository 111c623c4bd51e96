package co.anb.showcase.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses TCP ports on 127.0.0.1 for servers that must be told their port. */
public final class LoopbackPorts {
    /** Below Linux' ephemeral range (32768..60999), from which any outgoing connection may take a port at any time. */
    private static final int LOWEST = 15_000;

    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;

    private LoopbackPorts() {}

    /**
     * Returns a port on which nobody listens at this moment. Another process may take it before the caller does, so a
     * caller tries again with another one when its bind is refused.
     *
     * @throws IllegalStateException when no free port was met in 200 tries
     */
    public static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "no free TCP port between %d and %d on 127.0.0.1 in %d tries".formatted(LOWEST, HIGHEST, TRIES));
    }

    /** Tells whether a server could listen on this port of 127.0.0.1 now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
