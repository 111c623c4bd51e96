package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.shared.http.Prepared;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.work.BoundedWorker;
import co.anb.showcase.shared.work.Shared;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ranking of players, from a snapshot that is at most {@code ranking.max-age} old. While somebody asks, it is
 * brought up to date before that, in the background, by what changed since; nobody asks, nobody reads the database.
 * Once a minute everybody is read besides, which mends what a change could have missed and makes nobody wait. However
 * many ask at the same time, the database is asked once, and an answer is made once. One a process; safe for all
 * threads, and each future completes on its caller's context.
 */
public final class RankingService {

    private static final Logger LOG = LoggerFactory.getLogger(RankingService.class);
    private static final Duration RELOAD = Duration.ofMinutes(1);
    private static final int MOST_WORK = 256;

    private record Loaded(RankingSnapshot snapshot, long atMillis) {}

    /** Everybody as of a moment, to be brought up to date by the next read. */
    private record Whole(String moment, List<RankedPlayer> players) {}

    private final Vertx vertx;
    private final Pool pool;
    private final RankingConfig config;
    private final Clock clock;
    private final long maxMillis;
    /** From this age on the next snapshot is on its way. */
    private final long renewMillis;

    private final BoundedWorker reader;
    private final BoundedWorker maker;
    private final Timer whole;
    private final Timer changes;
    private final RankingRepository ranking = new RankingRepository();
    private final RankingIndex index = new RankingIndex();
    private final RankingAnswers answers = new RankingAnswers();
    private final Map<String, Future<Prepared>> uriToMaking = new ConcurrentHashMap<>();

    private volatile @Nullable Loaded last;
    private volatile @Nullable String moment;
    private volatile @Nullable Whole reloaded;
    private volatile Instant wholeAt = Instant.MIN;
    private volatile @Nullable Future<RankingSnapshot> loading;

    /**
     * A service.
     *
     * @param vertx gives the caller's context and the workers
     * @param pool the core database
     * @param config how fresh the ranking is
     * @param registry the service's registry
     * @param clock measures its age
     */
    public RankingService(Vertx vertx, Pool pool, RankingConfig config, MeterRegistry registry, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.config = config;
        this.clock = clock;
        this.maxMillis = config.maxAge().toMillis();
        this.renewMillis = maxMillis * 2 / 3;
        this.reader = new BoundedWorker(vertx, "ranking-index", 1, 1, RELOAD);
        this.maker = new BoundedWorker(vertx, "ranking-answers", 1, MOST_WORK, RELOAD);
        this.whole = timer(registry, "whole");
        this.changes = timer(registry, "changes");
        Gauge.builder("showcase.ranking.players", this, RankingService::players)
                .description("Players in the ranking")
                .register(registry);
        Gauge.builder("showcase.ranking.age", this, RankingService::ageSeconds)
                .description("Age of the snapshot; it grows while nobody asks")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("showcase.ranking.answers", answers, RankingAnswers::bytes)
                .description("Memory of the answers that are kept")
                .baseUnit("bytes")
                .register(registry);
    }

    /** The answer to a URI, if it is ready. Begins to make what it will need next. */
    Optional<Prepared> ready(String uri) {
        return current().flatMap(snapshot -> answers.find(uri, snapshot));
    }

    /**
     * The answer to a URI.
     *
     * @param city the filter
     * @param make makes it; may run on any thread
     */
    Future<Prepared> answer(String uri, Optional<CityKey> city, Function<RankingSnapshot, Prepared> make) {
        return snapshot()
                .compose(snapshot -> answers.find(uri, snapshot)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Shared.onCallersContext(vertx, make(uri, city, snapshot, make))));
    }

    /**
     * Those who stand highest, for whoever follows the ranking.
     *
     * @param cities the filters; empty is all
     * @param maxAge how long ago the database was read at most; a shorter time than requests are content with makes it
     *     be read more often
     */
    public Future<Map<Optional<CityKey>, RankingTop>> tops(Set<Optional<CityKey>> cities, Duration maxAge) {
        @Nullable Loaded kept = last;
        Future<RankingSnapshot> snapshot = kept != null && clock.millis() - kept.atMillis() < maxAge.toMillis()
                ? Future.succeededFuture(kept.snapshot())
                : Shared.onCallersContext(vertx, load());
        return snapshot.map(found -> cities.stream()
                .collect(Collectors.toMap(Function.identity(), city -> new RankingTop(found.table(city)))));
    }

    /** How long clients may keep an answer, so that it is never older than the contract allows. */
    String cacheControl() {
        return config.maxAge().compareTo(RankingConfig.OLDEST.minusSeconds(1)) <= 0 ? "public, max-age=1" : "no-cache";
    }

    /** Ends the workers. */
    public Future<Void> close() {
        return reader.close().eventually(maker::close);
    }

    private Future<Prepared> make(
            String uri, Optional<CityKey> city, RankingSnapshot snapshot, Function<RankingSnapshot, Prepared> make) {
        long version = snapshot.table(city).version();
        String key = version + " " + uri;
        return uriToMaking.computeIfAbsent(
                key,
                unknown -> maker.run(() -> make.apply(snapshot))
                        .recover(failure -> makeHere(failure, snapshot, make))
                        .onSuccess(answer -> answers.put(uri, city, version, answer))
                        .onComplete(done -> vertx.runOnContext(later -> uriToMaking.remove(key))));
    }

    /** A flood of odd slices fills the worker; it must not take the common ones their answer. */
    private static Future<Prepared> makeHere(
            Throwable failure, RankingSnapshot snapshot, Function<RankingSnapshot, Prepared> make) {
        return ProblemException.is(ProblemType.SERVICE_UNAVAILABLE, failure)
                ? Future.succeededFuture(make.apply(snapshot))
                : Future.failedFuture(failure);
    }

    /** The snapshot while it is young enough; in the last third of its time the next one is on its way. */
    private Optional<RankingSnapshot> current() {
        @Nullable Loaded kept = last;
        if (kept == null) {
            return Optional.empty();
        }
        long age = clock.millis() - kept.atMillis();
        if (age >= renewMillis && maxMillis > 0 && !isLoading()) {
            load().onFailure(failure -> LOG.debug("ranking can't be read", failure));
        }
        return age < maxMillis ? Optional.of(kept.snapshot()) : Optional.empty();
    }

    private Future<RankingSnapshot> snapshot() {
        return current().map(Future::succeededFuture).orElseGet(() -> Shared.onCallersContext(vertx, load()));
    }

    private boolean isLoading() {
        @Nullable Future<RankingSnapshot> running = loading;
        return running != null && !running.isComplete();
    }

    /** The read that is under way, or a new one. */
    private synchronized Future<RankingSnapshot> load() {
        @Nullable Future<RankingSnapshot> running = loading;
        if (running != null && !running.isComplete()) {
            return running;
        }
        // The age counts from before the read: what is voted during it may be missing.
        long asked = clock.millis();
        @Nullable String since = moment;
        Future<RankingSnapshot> read = (since == null ? whole().compose(this::begin) : changes(since))
                .onSuccess(snapshot -> last = new Loaded(snapshot, asked));
        loading = read;
        return read;
    }

    private Future<RankingSnapshot> begin(Whole first) {
        return reader.run(() -> index.load(first.players())).onSuccess(done -> moment = first.moment());
    }

    private Future<RankingSnapshot> changes(String since) {
        long began = System.nanoTime();
        if (!clock.instant().isBefore(wholeAt.plus(RELOAD))) {
            whole().onSuccess(found -> reloaded = found)
                    .onFailure(failure -> LOG.warn("the ranking can't be read whole now", failure));
        }
        @Nullable Whole everybody = reloaded;
        reloaded = null;
        return ranking.moment(pool)
                .compose(now -> ranking.changed(pool, everybody == null ? since : everybody.moment())
                        .compose(found -> reader.run(
                                () -> everybody == null ? index.update(found) : index.load(everybody.players(), found)))
                        .onSuccess(done -> moment = now))
                .onSuccess(done -> changes.record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
    }

    /** Reads everybody. */
    private Future<Whole> whole() {
        wholeAt = clock.instant();
        long began = System.nanoTime();
        return ranking.moment(pool)
                .compose(now -> pool.withTransaction(ranking::all).map(players -> new Whole(now, players)))
                .onSuccess(done -> whole.record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
    }

    private double players() {
        @Nullable Loaded kept = last;
        return kept == null ? 0 : kept.snapshot().all().players().size();
    }

    private double ageSeconds() {
        @Nullable Loaded kept = last;
        return kept == null ? 0 : (clock.millis() - kept.atMillis()) / 1_000.0;
    }

    private static Timer timer(MeterRegistry registry, String kind) {
        return Timer.builder("showcase.ranking.read")
                .description("From the question to the database to the next snapshot")
                .tag("kind", kind)
                .register(registry);
    }
}
