package co.anb.showcase.embedded.broker;

import java.nio.file.Path;
import java.util.Map;
import org.apache.qpid.server.model.BrokerModel;

/** Qpid's configuration: one loopback port, one user, one virtual host in memory. */
final class BrokerConfiguration {
    private BrokerConfiguration() {}

    /**
     * The broker itself. Every argument is a plain word or number, so nothing needs escaping.
     *
     * <p>{@code secureOnlyMechanisms} is emptied because PLAIN is refused without TLS otherwise; the port is loopback
     * only.
     */
    static String of(int port, String host, String user, String password) {
        return """
                {
                  "name": "embedded",
                  "modelVersion": "%s",
                  "authenticationproviders": [{
                    "name": "plain", "type": "Plain", "secureOnlyMechanisms": [],
                    "users": [{"name": "%s", "type": "managed", "password": "%s"}]
                  }],
                  "ports": [{
                    "name": "amqp", "type": "AMQP", "port": "%d", "bindingAddress": "127.0.0.1",
                    "authenticationProvider": "plain", "protocols": ["AMQP_0_9_1"],
                    "virtualhostaliases": [{"name": "byName", "type": "nameAlias"}]
                  }],
                  "virtualhostnodes": [{
                    "name": "%s", "type": "Memory", "defaultVirtualHostNode": "true",
                    "virtualHostInitialConfiguration": "{\\"type\\":\\"Memory\\"}"
                  }]
                }
                """.formatted(BrokerModel.MODEL_VERSION, user, password, port, host);
    }

    /** The system around it: a broker whose port cannot be bound fails the start instead of running deaf. */
    static Map<String, Object> system(Path initialConfiguration, Path folder) {
        return Map.of(
                "type",
                "Memory",
                "initialConfigurationLocation",
                initialConfiguration.toUri().toString(),
                "startupLoggedToSystemOut",
                false,
                "context",
                Map.of("qpid.work_dir", folder.toString(), "broker.failStartupWithErroredChild", "true"));
    }
}
