package co.anb.showcase.api.audit;

import co.anb.showcase.api.rounds.Rounds;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.ListedObject;
import co.anb.showcase.shared.storage.StorageKey;
import co.anb.showcase.shared.storage.StoragePort;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for objects that no row owns, and for rows whose object is gone. Either is a bug or somebody's hand; it is
 * counted and logged, and nothing is changed: deleting is the reaper's work alone. A portion a round, over and over;
 * any number of nodes may do so.
 *
 * <p>Young objects are passed over, since a worker stores its output before the row that will own it. Meters:
 * {@code showcase.storage.audit.checked}, and {@code showcase.storage.audit.found} by what was found.
 */
public final class StorageAuditJob {

    private static final Logger LOG = LoggerFactory.getLogger(StorageAuditJob.class);
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final Duration YOUNG = Duration.ofHours(1);
    private static final int OBJECTS = 500;
    private static final int VIDEOS = 20;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Pool pool;
    private final StoragePort storage;
    private final Clock clock;
    private final Rounds rounds;
    private final Counter checked;
    private final Counter orphans;
    private final Counter missing;
    private final OwnershipRepository ownership = new OwnershipRepository();
    private String lastKey = "";
    private UUID lastVideo = BEFORE_ALL;

    /**
     * A job that does not run yet; one a process.
     *
     * @param vertx gives the timer
     * @param pool the core database
     * @param storage where the objects are
     * @param registry the service's registry
     * @param clock tells which objects are young
     */
    public StorageAuditJob(Vertx vertx, Pool pool, StoragePort storage, MeterRegistry registry, Clock clock) {
        this.pool = pool;
        this.storage = storage;
        this.clock = clock;
        this.rounds = new Rounds(vertx, "storage audit", PERIOD, this::run);
        this.checked = Counter.builder("showcase.storage.audit.checked")
                .description("Objects and keys that were compared")
                .register(registry);
        this.orphans = found(registry, "orphan");
        this.missing = found(registry, "missing");
    }

    /** Begins to run. */
    public void start() {
        rounds.start();
    }

    /** Stops; what is under way ends first. */
    public Future<Void> stop() {
        return rounds.stop();
    }

    /**
     * Checks the next portion of objects and of rows; after the last one it begins again. What fails is the next one
     * once more.
     */
    Future<Void> run() {
        return storage.list(lastKey, OBJECTS)
                .compose(this::objects)
                .compose(done -> ownership.owned(pool, lastVideo, VIDEOS))
                .compose(this::videos);
    }

    private Future<Void> objects(List<ListedObject> portion) {
        Instant young = clock.instant().minus(YOUNG);
        List<String> keys = portion.stream()
                .filter(object -> object.lastModified().isBefore(young))
                .map(ListedObject::key)
                .filter(key -> !key.startsWith(StorageKey.ASSETS))
                .toList();
        return ownership
                .unowned(pool, keys)
                .onSuccess(unowned -> {
                    checked.increment(keys.size());
                    unowned.forEach(this::orphan);
                    lastKey = portion.size() < OBJECTS
                            ? ""
                            : portion.get(portion.size() - 1).key();
                })
                .mapEmpty();
    }

    private Future<Void> videos(List<OwnershipRepository.Owned> portion) {
        Future<Void> all = Future.succeededFuture();
        for (OwnershipRepository.Owned owned : portion) {
            for (String key : owned.keys()) {
                all = all.compose(before -> video(owned.video(), key));
            }
        }
        return all.onSuccess(done -> lastVideo = portion.size() < VIDEOS
                ? BEFORE_ALL
                : portion.get(portion.size() - 1).video());
    }

    private Future<Void> video(UUID video, String key) {
        checked.increment();
        return storage.stat(key)
                .<Void>mapEmpty()
                .recover(failure -> ProblemException.is(ProblemType.NOT_FOUND, failure)
                        ? ownership
                                .stillOwns(pool, video, key)
                                .onSuccess(owns -> missing(owns, video, key))
                                .mapEmpty()
                        : Future.failedFuture(failure));
    }

    private void orphan(String key) {
        orphans.increment();
        LOG.error("no row owns an object object={}", storage.reference(key));
    }

    private void missing(boolean owns, UUID video, String key) {
        if (owns) {
            missing.increment();
            LOG.error("an object is gone video={} object={}", video, storage.reference(key));
        }
    }

    private static Counter found(MeterRegistry registry, String what) {
        return Counter.builder("showcase.storage.audit.found")
                .description("Objects without an owner (orphan), and keys without an object (missing)")
                .tag("what", what)
                .register(registry);
    }
}
