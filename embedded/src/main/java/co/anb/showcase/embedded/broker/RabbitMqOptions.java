package co.anb.showcase.embedded.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a private RabbitMQ listens on. All of it is on 127.0.0.1.
 *
 * @param port of AMQP, or 0 for any free one
 * @param management whether it has the management API, on a free port: needed for virtual hosts; makes a stop 5 s
 *     longer
 * @param prometheusPort where it shows its metrics, if it does
 * @param tls a second AMQP port with TLS, if any
 */
public record RabbitMqOptions(int port, boolean management, Optional<Integer> prometheusPort, Optional<Tls> tls) {
    /**
     * A port with TLS.
     *
     * @param port its number
     * @param chain PEM file: the server's certificate and those up to the authority
     * @param key PEM file: the certificate's private key
     */
    public record Tls(int port, Path chain, Path key) {}

    /** AMQP and nothing else. */
    public static RabbitMqOptions onPort(int port) {
        return new RabbitMqOptions(port, false, Optional.empty(), Optional.empty());
    }

    /** With the management API. */
    public RabbitMqOptions withManagement() {
        return new RabbitMqOptions(port, true, prometheusPort, tls);
    }

    /** With metrics on this port, under {@code /metrics}. */
    public RabbitMqOptions withPrometheus(int metricsPort) {
        return new RabbitMqOptions(port, management, Optional.of(metricsPort), tls);
    }

    /** With a port for {@code amqps://}. */
    public RabbitMqOptions withTls(Tls listener) {
        return new RabbitMqOptions(port, management, prometheusPort, Optional.of(listener));
    }

    /** The lines of {@code rabbitmq.conf} that these options come to. */
    List<String> settings(int amqpPort, int managementPort) {
        List<String> lines = new ArrayList<>(List.of("listeners.tcp.default = 127.0.0.1:" + amqpPort));
        if (management) {
            lines.addAll(List.of("management.tcp.ip = 127.0.0.1", "management.tcp.port = " + managementPort));
        }
        prometheusPort.ifPresent(metricsPort ->
                lines.addAll(List.of("prometheus.tcp.ip = 127.0.0.1", "prometheus.tcp.port = " + metricsPort)));
        tls.ifPresent(listener -> lines.addAll(List.of(
                "listeners.ssl.default = 127.0.0.1:" + listener.port(),
                "ssl_options.certfile = " + listener.chain(),
                "ssl_options.keyfile = " + listener.key())));
        return List.copyOf(lines);
    }

    /** In the form of RabbitMQ's {@code enabled_plugins}: an Erlang list. */
    String plugins() {
        List<String> names = new ArrayList<>();
        if (management) {
            names.add("rabbitmq_management");
        }
        if (prometheusPort.isPresent()) {
            names.add("rabbitmq_prometheus");
        }
        return "[" + String.join(",", names) + "].";
    }
}
