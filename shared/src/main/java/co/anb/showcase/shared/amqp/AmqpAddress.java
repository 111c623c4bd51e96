package co.anb.showcase.shared.amqp;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.config.PemFiles;
import co.anb.showcase.shared.config.Secret;
import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Where the broker is, and who asks.
 *
 * @param host name or address; with TLS, the certificate must be made out to it
 * @param port TCP
 * @param virtualHost queues live in one
 * @param user login
 * @param password of the user
 * @param tls whether the connection is encrypted; the broker's certificate is always verified then
 * @param authorities a PEM file of the accepted ones; the JVM's own when there is none
 */
public record AmqpAddress(
        String host,
        int port,
        String virtualHost,
        String user,
        Secret password,
        boolean tls,
        Optional<Path> authorities) {

    private static final String URI_KEY = "amqp.uri";
    private static final String AUTHORITIES_KEY = "amqp.ca-file";
    private static final String EXAMPLE = "must look like amqp://user:password@host:port/vhost or amqps://…";
    private static final String PLAIN = "amqp";
    private static final String ENCRYPTED = "amqps";

    /**
     * Reads {@code amqp.uri}, {@code amqp.user} and {@code amqp.password}, which win over those of the URI, and
     * {@code amqp.ca-file}.
     */
    static AmqpAddress from(ConfigReader reader) {
        AmqpAddress address = parsed(reader, reader.secret(URI_KEY).value());
        return new AmqpAddress(
                address.host,
                address.port,
                address.virtualHost,
                reader.text("amqp.user", address.user),
                reader.optionalSecret("amqp.password").orElse(address.password),
                address.tls,
                authorities(reader, address));
    }

    private static Optional<Path> authorities(ConfigReader reader, AmqpAddress address) {
        Optional<String> name = reader.optional(AUTHORITIES_KEY);
        Optional<Path> file = name.flatMap(PemFiles::certificates);
        if (name.isPresent() && file.isEmpty()) {
            reader.reject(AUTHORITIES_KEY, "is no readable PEM file of certificates: " + name.get());
        } else if (name.isPresent() && !address.tls) {
            reader.reject(AUTHORITIES_KEY, "is of no use: amqp.uri does not begin with amqps://");
        }
        return file;
    }

    /** The text of a mistake never holds the URI: there is a password in it. */
    private static AmqpAddress parsed(ConfigReader reader, String text) {
        try {
            return text.isEmpty() ? none() : parse(text);
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            reader.reject(URI_KEY, EXAMPLE);
            return none();
        }
    }

    /**
     * Leaves the reading to the client, under the plain scheme: for the other one it would prepare TLS that trusts
     * everybody.
     */
    private static AmqpAddress parse(String text) throws URISyntaxException, GeneralSecurityException {
        URI uri = new URI(text);
        boolean tls = ENCRYPTED.equals(uri.getScheme());
        if ((!tls && !PLAIN.equals(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException(EXAMPLE);
        }
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(new URI(PLAIN + text.substring(uri.getScheme().length())));
        int standard = tls ? ConnectionFactory.DEFAULT_AMQP_OVER_SSL_PORT : ConnectionFactory.DEFAULT_AMQP_PORT;
        return new AmqpAddress(
                factory.getHost(),
                uri.getPort() < 0 ? standard : uri.getPort(),
                factory.getVirtualHost(),
                factory.getUsername(),
                new Secret(factory.getPassword()),
                tls,
                Optional.empty());
    }

    private static AmqpAddress none() {
        return new AmqpAddress("", 0, "", "", new Secret(""), false, Optional.empty());
    }
}
