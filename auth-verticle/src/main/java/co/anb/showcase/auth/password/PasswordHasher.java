package co.anb.showcase.auth.password;

import co.anb.showcase.shared.work.BoundedWorker;
import de.mkammerer.argon2.Argon2;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Argon2id (RFC 9106) over the UTF-8 bytes of a password, taken as they are. Safe for all threads. The work and its
 * memory are outside of Java's heap (ADR 021).
 *
 * <p>Meters: {@code showcase.auth.hashing} (timer), {@code showcase.auth.hashing.held} (running and waiting).
 */
public final class PasswordHasher {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int PARALLELISM = 1;

    private final BoundedWorker worker;
    private final PasswordConfig config;
    private final Argon2 function;
    private final Timer timer;
    private final String decoy;

    private PasswordHasher(BoundedWorker worker, PasswordConfig config, MeterRegistry registry) {
        this.worker = worker;
        this.config = config;
        this.function = Argon2Factory.create(Argon2Types.ARGON2id, SALT_BYTES, HASH_BYTES);
        this.timer = registry.timer("showcase.auth.hashing");
        Gauge.builder("showcase.auth.hashing.held", worker, BoundedWorker::held).register(registry);
        this.decoy = compute("".getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a hasher, and in it the hash that unknown people's passwords are compared with. Fails with
     * {@link IllegalStateException} where the library in C can't be loaded.
     */
    public static Future<PasswordHasher> start(BoundedWorker worker, PasswordConfig config, MeterRegistry registry) {
        return worker.run(() -> new PasswordHasher(worker, config, registry))
                .recover(failure -> Future.failedFuture(
                        failure instanceof LinkageError
                                ? new IllegalStateException(
                                        "Argon2 can't be loaded: java.io.tmpdir must be a folder from which programs may"
                                                + " be run (ADR 021)",
                                        failure)
                                : failure));
    }

    /** The encoded hash, with its parameters and salt in it; fails with SERVICE_UNAVAILABLE when too many wait. */
    public Future<String> hash(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return worker.run(() -> timer.record(() -> compute(bytes)));
    }

    /**
     * Whether a password is the one of a hash.
     *
     * @param encoded empty takes the same time and is false, so that an unknown account can't be told by the clock
     */
    public Future<Boolean> matches(String password, Optional<String> encoded) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return worker.run(
                () -> timer.record(() -> function.verify(encoded.orElse(decoy), bytes)) && encoded.isPresent());
    }

    private String compute(byte[] password) {
        return function.hash(config.iterations(), config.memoryKib(), PARALLELISM, password);
    }
}
