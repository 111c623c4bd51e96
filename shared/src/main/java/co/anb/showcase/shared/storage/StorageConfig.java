package co.anb.showcase.shared.storage;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.config.Secret;
import co.anb.showcase.shared.storage.s3.S3Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where objects are kept and how links to them are made.
 *
 * @param backend {@code storage.backend}: {@code local} (default) or {@code s3}
 * @param root {@code storage.root}: the folder of the local backend, shared by all nodes that use it
 * @param signingKey {@code storage.signing-key}: signs the local backend's links; the same on all nodes, at least 32
 *     characters
 * @param urlTtl {@code storage.url-ttl}: how long a link in an answer works; 1 minute to 7 days (what S3 allows), 1
 *     hour by default
 * @param publicUrl {@code public.url}: the origin that clients use, without a slash at its end
 * @param s3 the bucket, for its backend
 */
public record StorageConfig(
        Backend backend, Path root, Secret signingKey, Duration urlTtl, URI publicUrl, S3Config s3) {

    private static final int SHORTEST_KEY = 32;
    private static final Duration DEFAULT_TTL = Duration.ofHours(1);
    private static final Duration SHORTEST_TTL = Duration.ofMinutes(1);
    private static final Duration LONGEST_TTL = Duration.ofDays(7);

    /** The stores that there are. */
    public enum Backend {
        /** A folder. */
        LOCAL,
        /** A bucket. */
        S3
    }

    /** Checks that all is there and takes the slash off the origin's end. */
    public StorageConfig {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(signingKey, "signingKey");
        Objects.requireNonNull(urlTtl, "urlTtl");
        Objects.requireNonNull(s3, "s3");
        publicUrl = URI.create(publicUrl.toString().replaceAll("/+$", ""));
    }

    /** Reads the section; mistakes are noted in the reader. */
    public static StorageConfig from(ConfigReader reader) {
        Backend backend = reader.choice("storage.backend", Backend.class, Backend.LOCAL);
        Path root = Path.of(reader.text("storage.root", "storage"));
        Secret key = reader.optionalSecret("storage.signing-key").orElse(new Secret(""));
        if (backend == Backend.LOCAL && key.value().length() < SHORTEST_KEY) {
            reader.reject("storage.signing-key", "must have at least " + SHORTEST_KEY + " characters");
        }
        Duration ttl = reader.duration("storage.url-ttl", DEFAULT_TTL, SHORTEST_TTL, LONGEST_TTL);
        URI publicUrl = reader.uri("public.url", URI.create("http://localhost:8080"));
        S3Config s3 = S3Config.from(reader, backend == Backend.S3);
        return new StorageConfig(backend, root, key, ttl, publicUrl, s3);
    }
}
