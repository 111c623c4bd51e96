package co.anb.showcase.local.clustered;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A loopback address (RFC 1122 §3.2.1.3: all of 127/8 is) for the traffic of one cluster alone, so that the kernel can
 * be told to drop that and nothing else: packets to it vanish, on open connections too, as when a security group is
 * closed.
 */
final class ClusterNetwork {

    private static final int CONNECT_MILLIS = 500;

    private final String address;

    private ClusterNetwork(String address) {
        this.address = address;
    }

    /** One that nobody else is likely to have; its traffic flows. */
    static ClusterNetwork choose() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new ClusterNetwork(
                "127." + random.nextInt(64, 128) + "." + random.nextInt(1, 255) + "." + random.nextInt(1, 255));
    }

    /** What the members bind to. */
    String address() {
        return address;
    }

    /**
     * Drops every packet to the address, until {@link #heal()}.
     *
     * @return whether this process may do that: on Linux, as root
     */
    boolean cut() {
        return route("add");
    }

    /** Ends the cut. */
    void heal() {
        assertThat(route("del")).as("the route is gone").isTrue();
    }

    /** Whether a member can be connected to. */
    boolean isReachable(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** By ip-route(8), in the table that says which addresses are this machine's and comes before all others. */
    private boolean route(String action) {
        try {
            return new ProcessBuilder("ip", "route", action, "blackhole", address, "table", "local")
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
