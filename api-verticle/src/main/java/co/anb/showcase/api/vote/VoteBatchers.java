package co.anb.showcase.api.vote;

import co.anb.showcase.shared.db.DbConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The batchers of a process, with one bound for all that wait in them. A crowd is worth a second batch under way at the
 * same time: while one waits for its commit, the next one works. Fewer voters are one batch after the other, which is
 * the larger for it (ADR 020). To each other batchers are as those of several processes, so two requests of a voter may
 * be in two of them. One a process; safe for all threads.
 */
public final class VoteBatchers {

    /** So many requests inside are worth one more batch at the same time. */
    private static final int WORTH_ANOTHER = 256;

    private final List<VoteBatcher> batchers;
    private final AtomicInteger depth;

    private VoteBatchers(List<VoteBatcher> batchers, AtomicInteger depth) {
        this.batchers = batchers;
        this.depth = depth;
    }

    /**
     * Batchers that have no connections yet.
     *
     * @param vertx gives event loops
     * @param db the core database
     * @param rules whether one's own video may be voted for
     * @param config the bounds
     * @param registry the service's registry
     */
    public static VoteBatchers open(
            Vertx vertx, DbConfig db, VoteConfig rules, BatchConfig config, MeterRegistry registry) {
        AtomicInteger depth = new AtomicInteger();
        BatchMetrics metrics = new BatchMetrics(registry, depth);
        return new VoteBatchers(
                Stream.generate(() -> new VoteBatcher(vertx, db, rules, config, depth, metrics))
                        .limit(config.batchers())
                        .toList(),
                depth);
    }

    /** Votes; fails with SERVICE_UNAVAILABLE when it can't be said what became of it. */
    Future<VoteOutcome> cast(VoteKey key) {
        return of(key).cast(key);
    }

    /** Takes a vote back, if there is one; fails with SERVICE_UNAVAILABLE when that can't be said. */
    Future<Boolean> withdraw(VoteKey key) {
        return of(key).withdraw(key);
    }

    /** Refuses what comes from now on, answers all that is inside, and closes the connections. */
    public Future<Void> close() {
        return Future.join(batchers.stream().map(VoteBatcher::close).toList()).mapEmpty();
    }

    private VoteBatcher of(VoteKey key) {
        int among = Math.min(batchers.size(), 1 + depth.get() / WORTH_ANOTHER);
        return batchers.get(Math.floorMod(key.user().hashCode(), among));
    }
}
