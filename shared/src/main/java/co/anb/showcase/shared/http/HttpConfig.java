package co.anb.showcase.shared.http;

import co.anb.showcase.shared.config.ConfigReader;
import java.net.URI;
import java.time.Duration;

/**
 * How a service listens.
 *
 * @param host the address to bind to ({@code http.host})
 * @param port 0 takes a free one ({@code http.port})
 * @param publicUrl the origin that clients use, without a trailing slash; links start with it ({@code public.url})
 * @param bodyLimitBytes the largest JSON or form body; uploads have limits of their own ({@code http.body-limit})
 * @param requestTimeout the one deadline of a request that is not a transfer ({@code http.request-timeout})
 * @param idleTimeout a connection on which nothing moves is closed ({@code http.idle-timeout})
 * @param drainNotice after SIGTERM the service still answers for this long, not ready, so that a load balancer sees it:
 *     two of its health intervals ({@code http.drain-notice})
 * @param drainLimit what is in flight when the notice is over gets this long to end ({@code http.drain-limit})
 * @param accessLogRate lines of the access log that an event loop writes in a second at most, for answers below 400 and
 *     again for others; 0 is none ({@code http.access-log-rate})
 */
public record HttpConfig(
        String host,
        int port,
        String publicUrl,
        long bodyLimitBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration drainNotice,
        Duration drainLimit,
        int accessLogRate) {

    /**
     * Reads the section.
     *
     * @param reader the configuration
     * @param defaultPort the service's own port
     */
    public static HttpConfig from(ConfigReader reader, int defaultPort) {
        return new HttpConfig(
                reader.text("http.host", "127.0.0.1"),
                reader.integer("http.port", defaultPort, 0, 65_535),
                origin(reader.uri("public.url", URI.create("http://localhost:8080"))),
                reader.bytes("http.body-limit", 64 << 10, 1 << 10, 16 << 20),
                reader.duration("http.request-timeout", Duration.ofSeconds(15), Duration.ofMillis(100), minutes(5)),
                reader.duration("http.idle-timeout", Duration.ofSeconds(75), Duration.ofSeconds(1), minutes(60)),
                reader.duration("http.drain-notice", Duration.ZERO, Duration.ZERO, minutes(10)),
                reader.duration("http.drain-limit", Duration.ofSeconds(20), Duration.ZERO, minutes(10)),
                reader.integer("http.access-log-rate", 100, 0, 100_000));
    }

    private static Duration minutes(int count) {
        return Duration.ofMinutes(count);
    }

    private static String origin(URI uri) {
        String text = uri.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
