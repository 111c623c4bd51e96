package co.anb.showcase.local;

import co.anb.showcase.local.folder.DataFolder;
import java.util.Map;

/**
 * What a run of local mode is told.
 *
 * @param folder claimed by the caller
 * @param port of the gateway
 * @param broker which AMQP broker
 * @param clustered whether each service has processes of its own
 * @param members how many
 * @param environment the variables of the process: they configure the services beyond what local mode decides
 */
record LocalSettings(
        DataFolder folder,
        int port,
        BrokerChoice broker,
        boolean clustered,
        MemberCounts members,
        Map<String, String> environment) {

    private static final String HOST = "HTTP_HOST";
    private static final String PUBLIC_URL = "PUBLIC_URL";
    private static final String CLUSTER_ADDRESS = "CLUSTER_BIND_ADDRESS";

    LocalSettings {
        environment = Map.copyOf(environment);
    }

    /** The address that the gateway binds to; a container wants {@code HTTP_HOST=0.0.0.0}. */
    String host() {
        return environment.getOrDefault(HOST, "127.0.0.1");
    }

    /** The origin that clients use. */
    String publicUrl() {
        return environment.getOrDefault(PUBLIC_URL, "http://localhost:" + port);
    }

    /** The address that the members of a cluster bind to and know each other by. */
    String clusterAddress() {
        return environment.getOrDefault(CLUSTER_ADDRESS, "127.0.0.1");
    }
}
