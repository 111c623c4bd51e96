package co.anb.showcase.api.vote;

import co.anb.showcase.shared.db.DbConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The batchers of a process, with one bound for all that wait in them. While one waits for its commit, the next one's
 * batch is under way. A voter's requests are always in the same one, so all that a batcher promises of a vote holds; to
 * each other they are as the batchers of several processes. One a process; safe for all threads.
 */
public final class VoteBatchers {

    private final List<VoteBatcher> batchers;

    private VoteBatchers(List<VoteBatcher> batchers) {
        this.batchers = batchers;
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
        return new VoteBatchers(Stream.generate(() -> new VoteBatcher(vertx, db, rules, config, depth, metrics))
                .limit(config.batchers())
                .toList());
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
        return batchers.get(Math.floorMod(key.user().hashCode(), batchers.size()));
    }
}
