package co.anb.showcase.auth.token;

import co.anb.showcase.shared.tokens.Jwks;
import co.anb.showcase.shared.tokens.KeySource;
import co.anb.showcase.shared.work.BoundedWorker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing keys of this process, in step with the database. A new key is published one cache time before it signs,
 * and an old one stays published one token lifetime after it signed last; {@link #maintain()} sees to both. One a
 * process, safe for all threads.
 *
 * <p>Meter: {@code showcase.auth.signing.keys}, how many are published.
 */
public final class SigningKeys implements KeySource {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    /** Clocks differ, and a token may be signed a little after its instant of issue. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Pool pool;
    private final SigningKeyRepository repository;
    private final BoundedWorker worker;
    private final KeyConfig config;
    private final Clock clock;
    private final KeyFactory factory;
    private volatile KeyRing ring;

    /** Keys that are not loaded yet. */
    public SigningKeys(
            Vertx vertx, Pool pool, BoundedWorker worker, KeyConfig config, MeterRegistry registry, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.repository = new SigningKeyRepository();
        this.worker = worker;
        this.config = config;
        this.clock = clock;
        this.factory = new KeyFactory(config.keyEncryptionKey());
        this.ring = new KeyRing(vertx, Jwks.EMPTY, List.of());
        Gauge.builder(
                        "showcase.auth.signing.keys",
                        this,
                        keys -> keys.ring.verifiers().keyIds().size())
                .register(registry);
    }

    /**
     * Does what is due: makes the first key or the next one, deletes those that nobody needs, loads the rest. Called at
     * start and at an interval; any number of nodes may do so at once.
     *
     * @return fails with {@link UnusableKeyException} when the key-encryption key is a wrong one
     */
    public Future<Void> maintain() {
        return repository
                .list(pool)
                .compose(keys ->
                        isDue(keys) ? worker.run(this::create).compose(this::insertIfDue) : Future.succeededFuture())
                .compose(done -> repository.deleteSucceeded(
                        pool, clock.instant().minus(config.accessLifetime()).minus(MARGIN)))
                .compose(deleted -> repository.list(pool))
                .compose(keys -> worker.run(() -> open(keys)))
                .onSuccess(opened -> ring = opened)
                .mapEmpty();
    }

    /** How often {@link #maintain()} must run so that every node knows a new key well before it signs. */
    public Duration maintenanceInterval() {
        Duration half = config.cacheTime().dividedBy(2);
        return half.compareTo(MARGIN) < 0 ? half : MARGIN;
    }

    /** Whether there is a key to sign with. */
    public boolean isReady() {
        return !ring.isEmpty();
    }

    @Override
    public Future<Optional<JWTAuth>> find(String keyId) {
        return Future.succeededFuture(ring.verifiers().find(keyId));
    }

    /** What is published now. */
    KeyRing ring() {
        return ring;
    }

    private boolean isDue(List<StoredKey> keys) {
        return keys.isEmpty()
                || !keys.get(keys.size() - 1)
                        .signsFrom()
                        .plus(config.rotation())
                        .minus(config.cacheTime())
                        .isAfter(clock.instant());
    }

    /** A key that waits one cache time; {@link #insertIfDue} lets the very first one sign at once. */
    private StoredKey create() {
        Instant now = clock.instant();
        return factory.create(now, now.plus(config.cacheTime()));
    }

    private Future<Void> insertIfDue(StoredKey fresh) {
        return pool.withTransaction(transaction -> repository
                .lock(transaction)
                .compose(locked -> repository.list(transaction))
                .compose(keys -> isDue(keys) ? insert(transaction, keys, fresh) : Future.succeededFuture()));
    }

    private Future<Void> insert(SqlConnection transaction, List<StoredKey> present, StoredKey fresh) {
        StoredKey key = present.isEmpty()
                ? new StoredKey(
                        fresh.id(), fresh.publicKey(), fresh.wrappedPrivateKey(), fresh.createdAt(), fresh.createdAt())
                : fresh;
        return repository
                .insert(transaction, key)
                .onSuccess(done -> LOG.info("signing key made kid={} signs_from={}", key.id(), key.signsFrom()));
    }

    private KeyRing open(List<StoredKey> stored) {
        List<SigningKey> keys = stored.stream()
                .map(key -> SigningKey.open(vertx, key, config.keyEncryptionKey()))
                .toList();
        return new KeyRing(vertx, ring.verifiers(), keys);
    }
}
