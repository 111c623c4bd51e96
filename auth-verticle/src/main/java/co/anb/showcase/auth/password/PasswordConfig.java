package co.anb.showcase.auth.password;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;

/**
 * What a password's hash costs and how many may be waiting for theirs. The defaults are OWASP's for Argon2id.
 *
 * @param memoryKib memory of one hash ({@code auth.argon2-memory-kib})
 * @param iterations passes over it ({@code auth.argon2-iterations})
 * @param threads hashes at the same time ({@code auth.hashing-threads})
 * @param queue hashes that run or wait; more are refused at once ({@code auth.hashing-queue})
 * @param maxWait one that waited longer is given up, since its client has gone ({@code auth.hashing-max-wait})
 */
public record PasswordConfig(int memoryKib, int iterations, int threads, int queue, Duration maxWait) {

    /** Reads the section. */
    public static PasswordConfig from(ConfigReader reader) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new PasswordConfig(
                reader.integer("auth.argon2-memory-kib", 19_456, 1_024, 1 << 20),
                reader.integer("auth.argon2-iterations", 2, 1, 20),
                reader.integer("auth.hashing-threads", cores, 1, 64),
                reader.integer("auth.hashing-queue", 256, 1, 10_000),
                reader.duration(
                        "auth.hashing-max-wait", Duration.ofSeconds(10), Duration.ofMillis(10), Duration.ofMinutes(1)));
    }
}
