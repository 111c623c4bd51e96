package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ranking of players. The whole of it is read at once and kept for {@code ranking.max-age}; however many ask at the
 * same time, the database is asked once. One a process; safe for all threads, and each future completes on its caller's
 * context.
 */
public final class RankingService {

    private record Loaded(RankingSnapshot snapshot, Instant at) {}

    private final Vertx vertx;
    private final Pool pool;
    private final RankingConfig config;
    private final Clock clock;
    private final RankingRepository ranking = new RankingRepository();

    private volatile @Nullable Loaded last;
    private @Nullable Future<RankingSnapshot> loading;

    /**
     * A service.
     *
     * @param vertx gives the caller's context
     * @param pool the core database
     * @param config how fresh the ranking is
     * @param clock measures its age
     */
    public RankingService(Vertx vertx, Pool pool, RankingConfig config, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A part of the ranking, of one city or of all.
     *
     * @param city only its players; positions run 1..n inside it
     * @param offset how many to leave out, from 0
     * @param limit the most players
     */
    Future<RankingPage> page(Optional<CityKey> city, long offset, int limit) {
        return snapshot().map(snapshot -> snapshot.page(city, offset, limit));
    }

    /** The cities that have players in the ranking, by name. */
    Future<List<CityCount>> cities() {
        return snapshot().map(RankingSnapshot::cities);
    }

    private Future<RankingSnapshot> snapshot() {
        Loaded kept = last;
        if (kept != null && clock.instant().isBefore(kept.at().plus(config.maxAge()))) {
            return Future.succeededFuture(kept.snapshot());
        }
        return onCallersContext(load());
    }

    /** The read that is under way, or a new one. */
    private synchronized Future<RankingSnapshot> load() {
        if (loading != null && !loading.isComplete()) {
            return loading;
        }
        // The age counts from before the read: what is voted during it may be missing.
        Instant asked = clock.instant();
        Future<RankingSnapshot> read = ranking.all(pool).map(RankingSnapshot::new);
        loading = read.onSuccess(snapshot -> last = new Loaded(snapshot, asked));
        return loading;
    }

    /** A read that another request began completes on that one's context. */
    private <T> Future<T> onCallersContext(Future<T> shared) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        shared.onComplete((AsyncResult<T> result) -> caller.runOnContext(back -> complete(promise, result)));
        return promise.future();
    }

    private static <T> void complete(Promise<T> promise, AsyncResult<T> result) {
        if (result.succeeded()) {
            promise.complete(result.result());
        } else {
            promise.fail(result.cause());
        }
    }
}
