package co.anb.showcase.shared.db;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.config.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One PostgreSQL database and how much of it this process may take.
 *
 * @param host server
 * @param port server's port
 * @param database name
 * @param user role
 * @param password of the role
 * @param tls how far TLS goes
 * @param poolSize the most connections ({@code db.pool-size})
 * @param waitQueueSize requests that may wait for a connection; more are refused at once ({@code db.wait-queue-size})
 * @param acquireTimeout how long they wait ({@code db.acquire-timeout})
 * @param statementTimeout the server ends a statement that takes longer ({@code db.statement-timeout})
 */
public record DbConfig(
        String host,
        int port,
        String database,
        String user,
        Secret password,
        DbTls tls,
        int poolSize,
        int waitQueueSize,
        Duration acquireTimeout,
        Duration statementTimeout) {

    private static final String EXAMPLE =
            "must be like postgresql://user:password@host:5432/database?sslmode=verify-full";

    /** Reads {@code database.url} (variable {@code DATABASE_URL}) and the pool's bounds. */
    public static DbConfig from(ConfigReader reader) {
        String url = reader.required("database.url");
        DbConfig parsed = url.isEmpty() ? none() : parse(reader, url);
        return new DbConfig(
                parsed.host,
                parsed.port,
                parsed.database,
                parsed.user,
                parsed.password,
                parsed.tls,
                reader.integer("db.pool-size", 16, 1, 200),
                reader.integer("db.wait-queue-size", 2_000, 1, 100_000),
                reader.duration(
                        "db.acquire-timeout", Duration.ofSeconds(3), Duration.ofMillis(50), Duration.ofMinutes(1)),
                reader.duration(
                        "db.statement-timeout", Duration.ofSeconds(10), Duration.ofMillis(50), Duration.ofMinutes(5)));
    }

    private static DbConfig parse(ConfigReader reader, String url) {
        try {
            URI uri = URI.create(url);
            String userInfo = uri.getRawUserInfo();
            if (uri.getHost() == null
                    || userInfo == null
                    || uri.getPath().length() < 2
                    || !List.of("postgresql", "postgres").contains(uri.getScheme())) {
                throw new IllegalArgumentException(EXAMPLE);
            }
            String[] credentials = userInfo.split(":", 2);
            Map<String, String> query = query(uri.getRawQuery() == null ? "" : uri.getRawQuery());
            return new DbConfig(
                    uri.getHost(),
                    uri.getPort() < 0 ? 5432 : uri.getPort(),
                    uri.getPath().substring(1),
                    decode(credentials[0]),
                    new Secret(credentials.length > 1 ? decode(credentials[1]) : ""),
                    DbTls.from(reader, query),
                    1,
                    1,
                    Duration.ZERO,
                    Duration.ZERO);
        } catch (IllegalArgumentException e) {
            // Not the URL itself: it holds the password.
            reader.reject("database.url", EXAMPLE);
            return none();
        }
    }

    private static DbConfig none() {
        return new DbConfig("", 0, "", "", new Secret(""), DbTls.NONE, 1, 1, Duration.ZERO, Duration.ZERO);
    }

    private static Map<String, String> query(String query) {
        return Arrays.stream(query.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> decode(pair[0]), pair -> decode(pair[1]), (first, second) -> second));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
