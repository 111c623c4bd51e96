package co.anb.showcase.api.reaper;

import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.storage.ObjectDeletion;
import co.anb.showcase.shared.storage.ObjectDeletionRepository;
import co.anb.showcase.shared.storage.StoragePort;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes objects that have lost their owner, and uploads in parts that never became objects: looks at once when an
 * event says so, and periodically with jitter. Each round first gives up uploads that never ended.
 *
 * <p>Any number of nodes may run it: rows are taken with SKIP LOCKED, deleting twice is harmless, and what a dying node
 * took comes back after its back-off. One round runs at a time in one job. Started and stopped on one context, whose
 * thread runs everything here.
 */
public final class ObjectReaperJob {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectReaperJob.class);
    private static final int BATCH = 50;
    private static final double JITTER = 0.2;

    private final Vertx vertx;
    private final Pool pool;
    private final StoragePort storage;
    private final ObjectDeletionRepository deletions = new ObjectDeletionRepository();
    private final ReaperConfig config;
    private final ReaperMetrics metrics;

    private @Nullable Future<Void> running;
    private @Nullable MessageConsumer<JsonObject> consumer;
    private boolean askedAgain;
    private boolean stopped = true;
    private long timer = -1;

    /**
     * A job that is not started.
     *
     * @param vertx gives the timer and the event bus
     * @param pool the core database
     * @param storage where the objects are
     * @param config when it runs
     * @param registry the service's registry
     */
    public ObjectReaperJob(Vertx vertx, Pool pool, StoragePort storage, ReaperConfig config, MeterRegistry registry) {
        this.vertx = vertx;
        this.pool = pool;
        this.storage = storage;
        this.config = config;
        this.metrics = new ReaperMetrics(registry);
    }

    /** Begins to run, with a first round right away. */
    public void start() {
        stopped = false;
        consumer = Events.OBJECT_DELETION_DUE.subscribe(vertx.eventBus(), payload -> wake());
        wake();
        schedule();
    }

    /** Runs a round now; while one is running, another follows it. */
    public void wake() {
        if (stopped) {
            return;
        }
        if (running != null) {
            askedAgain = true;
            return;
        }
        Future<Void> round = round();
        running = round;
        round.onFailure(failure -> LOG.warn("object reaper round failed, the next one tries again", failure))
                .onComplete(done -> afterRound());
    }

    /** Takes nothing new and succeeds when the round that is running has ended. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        Future<Void> unsubscribed = consumer == null ? Future.succeededFuture() : consumer.unregister();
        Future<Void> drained = running == null ? Future.succeededFuture() : running.otherwiseEmpty();
        return Future.join(unsubscribed, drained).mapEmpty();
    }

    private void schedule() {
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        timer = vertx.setTimer(Math.max(1, Math.round(config.period().toMillis() * factor)), fired -> {
            wake();
            schedule();
        });
    }

    private void afterRound() {
        running = null;
        if (askedAgain) {
            askedAgain = false;
            wake();
        }
    }

    private Future<Void> round() {
        return deletions
                .addAbandonedUploads(pool, config.abandonedAfter())
                .onSuccess(metrics::abandoned)
                .compose(given -> reap());
    }

    /** Batch after batch, until one is not full. */
    private Future<Void> reap() {
        return deletions
                .takeDue(pool, BATCH)
                .compose(taken -> delete(taken)
                        .compose(removed -> taken.size() < BATCH || stopped ? Future.succeededFuture() : reap()));
    }

    private Future<Void> delete(List<ObjectDeletion> taken) {
        List<Future<Optional<ObjectDeletion>>> results =
                taken.stream().map(this::delete).toList();
        return Future.join(results).compose(done -> {
            Stream<ObjectDeletion> gone = results.stream().map(Future::result).flatMap(Optional::stream);
            return deletions.remove(pool, gone.map(ObjectDeletion::id).toList());
        });
    }

    /** Never fails: empty when the object is still there and the row must stay. */
    private Future<Optional<ObjectDeletion>> delete(ObjectDeletion deletion) {
        if (deletion.owned()) {
            metrics.owned();
            LOG.error("object is owned and was to be deleted object={}", storage.reference(deletion.key()));
            return Future.succeededFuture(Optional.empty());
        }
        return abort(deletion)
                .compose(aborted -> storage.delete(deletion.key()))
                .map(gone -> Optional.of(deletion))
                .onSuccess(gone -> metrics.deleted())
                .recover(failure -> {
                    metrics.failed();
                    String object = storage.reference(deletion.key());
                    LOG.warn("object not deleted object={} attempt={}", object, deletion.attempt(), failure);
                    return Future.succeededFuture(Optional.empty());
                });
    }

    /** Gives up what of the object was never completed: first, so that completing it late brings nothing back. */
    private Future<Void> abort(ObjectDeletion deletion) {
        return deletion.multipart()
                .map(storage.multipart()::abort)
                .orElseGet(() -> storage.multipart().abortAll(deletion.key()));
    }
}
