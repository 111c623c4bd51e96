package co.anb.showcase.shared.cluster;

import java.util.Optional;

/**
 * Where a member of the cluster listens.
 *
 * @param host name or address
 * @param port TCP port of JGroups
 */
public record Address(String host, int port) {

    /** Reads {@code host:port}; a host alone has the given port. Empty when it is neither. */
    static Optional<Address> parse(String text, int defaultPort) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        String port = colon < 0 ? Integer.toString(defaultPort) : text.substring(colon + 1);
        boolean valid = host.matches("[A-Za-z0-9._-]+") && port.matches("\\d{1,5}");
        return valid && isPort(Integer.parseInt(port))
                ? Optional.of(new Address(host, Integer.parseInt(port)))
                : Optional.empty();
    }

    private static boolean isPort(int port) {
        return port > 0 && port <= 65_535;
    }

    /** As JGroups writes it: {@code host[port]}. */
    String inJGroups() {
        return host + "[" + port + "]";
    }
}
