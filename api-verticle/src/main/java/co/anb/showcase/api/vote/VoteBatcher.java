package co.anb.showcase.api.vote;

import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.DbConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends votes to the database in batches: one transaction at a time on one connection, and what arrives meanwhile is
 * the next one. There is no timer: alone a vote goes at once, and under load a batch is as large as the last one took
 * long. Its methods may be called from all threads, and each future completes on its caller's context.
 *
 * <p>What holds, whatever fails:
 *
 * <ul>
 *   <li>A request that is answered with an outcome is durable: the answer follows the commit.
 *   <li>At most one batch of this batcher can commit at a time. What is sent again was not written before: the batch's
 *       ticket says so (see {@link BatchRun}).
 *   <li>A request is in one batch, once; of several for one vote in a batch the first gets what the row says, and the
 *       others what follows from it.
 *   <li>A request that is answered 503 because of a full queue, a stop, its long wait or a failed statement does not
 *       count; at a deadline, or when it can't be found out, it may.
 *   <li>Each request is answered: at most {@code votes.queue-size} are inside, in all batchers of a process together,
 *       each batch ends by its deadline, and whoever has waited for {@code votes.longest-wait} by then gets into no
 *       other.
 *   <li>Rows and counters move in one transaction and in PostgreSQL's order, so any number of processes may do this.
 * </ul>
 */
final class VoteBatcher {

    private static final class Lane<R> {

        private final VoteAction<R> action;
        private final Queue<Ballot<R>> waiting = new ConcurrentLinkedQueue<>();

        Lane(VoteAction<R> action) {
            this.action = action;
        }

        VoteBatch<R> take(BatchConfig config, BatchMetrics metrics) {
            VoteBatch<R> batch = new VoteBatch<>(action, metrics);
            long oldest = System.nanoTime() - config.longestWait().toNanos();
            while (batch.size() < config.batchSize()) {
                @Nullable Ballot<R> ballot = waiting.poll();
                if (ballot == null) {
                    break;
                }
                if (ballot.since() - oldest < 0) {
                    batch.leaveOut(ballot);
                } else {
                    batch.add(ballot);
                }
            }
            return batch;
        }
    }

    private final Vertx vertx;
    private final ContextInternal context;
    private final BatchConfig config;
    private final BatchMetrics metrics;
    private final VoteRepository votes = new VoteRepository();
    private final VoteSessions sessions;
    private final Lane<VoteOutcome> casts;
    private final Lane<Boolean> withdrawals;
    /** Requests that are inside, waiting or in flight. */
    private final AtomicInteger depth;
    /** Whether the batcher's context has work; whoever makes it true starts it. */
    private final AtomicBoolean busy = new AtomicBoolean();

    private final Promise<Void> drained = Promise.promise();
    private volatile boolean stopping;
    private boolean withdrawalsNext;

    /** A batcher of its own, for tests. */
    VoteBatcher(Vertx vertx, DbConfig db, VoteConfig rules, BatchConfig config, MeterRegistry registry) {
        this(vertx, db, rules, config, registry, new AtomicInteger());
    }

    private VoteBatcher(
            Vertx vertx, DbConfig db, VoteConfig rules, BatchConfig config, MeterRegistry registry, AtomicInteger own) {
        this(vertx, db, rules, config, own, new BatchMetrics(registry, own));
    }

    /**
     * A batcher that has no connection yet.
     *
     * @param vertx gives an event loop
     * @param db the core database
     * @param rules whether one's own video may be voted for
     * @param config the bounds
     * @param depth counts who is inside any of the process's batchers
     * @param metrics of all of them
     */
    VoteBatcher(
            Vertx vertx, DbConfig db, VoteConfig rules, BatchConfig config, AtomicInteger depth, BatchMetrics metrics) {
        this.vertx = vertx;
        this.context = (ContextInternal) vertx.getOrCreateContext();
        this.config = config;
        this.depth = depth;
        this.metrics = metrics;
        this.sessions = new VoteSessions(vertx, options(db, config), votes);
        this.casts = new Lane<>(new VoteAction.Cast(votes, rules.ownVideo()));
        this.withdrawals = new Lane<>(new VoteAction.Withdraw(votes));
    }

    /** Votes; fails with SERVICE_UNAVAILABLE when it can't be said what became of it. */
    Future<VoteOutcome> cast(VoteKey key) {
        return submit(casts, key);
    }

    /** Takes a vote back, if there is one; fails with SERVICE_UNAVAILABLE when that can't be said. */
    Future<Boolean> withdraw(VoteKey key) {
        return submit(withdrawals, key);
    }

    /** Refuses what comes from now on, answers all that is inside, and closes the connection. */
    Future<Void> close() {
        stopping = true;
        wake();
        return drained.future().compose(done -> onContext(sessions::close));
    }

    private <R> Future<R> submit(Lane<R> lane, VoteKey key) {
        if (stopping) {
            return refuse(Refusal.STOPPING);
        }
        if (depth.incrementAndGet() > config.queueSize()) {
            depth.decrementAndGet();
            return refuse(Refusal.QUEUE_FULL);
        }
        Ballot<R> ballot = new Ballot<>(key, (ContextInternal) vertx.getOrCreateContext());
        lane.waiting.add(ballot);
        wake();
        return ballot.future();
    }

    private <R> Future<R> refuse(Refusal refusal) {
        metrics.refused(refusal, 1);
        return Future.failedFuture(refusal.toProblem());
    }

    private void wake() {
        if (!busy.get() && busy.compareAndSet(false, true)) {
            context.runOnContext(ignored -> next());
        }
    }

    /** On the batcher's context, while it is busy: begins a batch, or rests. */
    private void next() {
        withdrawalsNext = !withdrawalsNext;
        boolean begun = withdrawalsNext ? begin(withdrawals) || begin(casts) : begin(casts) || begin(withdrawals);
        if (!begun) {
            rest();
        }
    }

    private void rest() {
        busy.set(false);
        if (!casts.waiting.isEmpty() || !withdrawals.waiting.isEmpty()) {
            wake();
        } else if (stopping) {
            drained.tryComplete();
        }
    }

    private <R> boolean begin(Lane<R> lane) {
        VoteBatch<R> batch = lane.take(config, metrics);
        if (batch.size() == 0) {
            depth.addAndGet(-batch.requests());
            return false;
        }
        new BatchRun<>(vertx, batch, sessions, votes, config.deadline(), metrics)
                .run()
                .onComplete(ended -> {
                    depth.addAndGet(-batch.requests());
                    context.runOnContext(ignored -> next());
                });
        return true;
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(ignored -> work.get().onComplete(promise));
        return promise.future();
    }

    /**
     * The server ends a transaction by itself: one whose client is out of reach would keep its locks for hours. It
     * plans a statement once: for few votes it would plan each time, which takes longer than they do.
     */
    private static PgConnectOptions options(DbConfig db, BatchConfig config) {
        PgConnectOptions options = Database.options(db, "votes");
        options.addProperty(
                "transaction_timeout", Long.toString(config.deadline().toMillis()));
        options.addProperty("plan_cache_mode", "force_generic_plan");
        return options;
    }
}
