package co.anb.showcase.api.vote;

import co.anb.showcase.api.rounds.Rounds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that counters are what their rows say, and sets right those that are not: rows are the truth. A difference is
 * a bug or somebody's hand in the database; it is counted and logged. A portion of videos at a time, over and over; any
 * number of nodes may do so.
 *
 * <p>Meters: {@code showcase.vote.audit.checked} and {@code showcase.vote.audit.repaired}.
 */
public final class CounterAuditJob {

    private static final Logger LOG = LoggerFactory.getLogger(CounterAuditJob.class);
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final int PORTION = 200;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Pool pool;
    private final Rounds rounds;
    private final Counter checked;
    private final Counter repaired;
    private final CounterRepository counters = new CounterRepository();
    private UUID last = BEFORE_ALL;

    /** A job that does not run yet; one a process. */
    public CounterAuditJob(Vertx vertx, Pool pool, MeterRegistry registry) {
        this.pool = pool;
        this.rounds = new Rounds(vertx, "vote counters", PERIOD, this::run);
        this.checked = Counter.builder("showcase.vote.audit.checked")
                .description("Counters of votes that were compared with their rows")
                .register(registry);
        this.repaired = Counter.builder("showcase.vote.audit.repaired")
                .description("Counters of votes that were wrong and are right now")
                .register(registry);
    }

    /** Begins to run. */
    public void start() {
        rounds.start();
    }

    /** Stops; what is under way ends first. */
    public Future<Void> stop() {
        return rounds.stop();
    }

    /** Checks the next portion; after the last one it begins again. One that fails is the next one once more. */
    Future<Void> run() {
        return counters.check(pool, last, PORTION).compose(portion -> {
            checked.increment(portion.size());
            return repair(portion.stream().filter(one -> !one.right()).toList())
                    .onSuccess(done -> last = portion.size() < PORTION
                            ? BEFORE_ALL
                            : portion.get(portion.size() - 1).video());
        });
    }

    private Future<Void> repair(List<CounterRepository.Checked> wrong) {
        Future<Void> all = Future.succeededFuture();
        for (CounterRepository.Checked one : wrong) {
            all = all.compose(before -> pool.withTransaction(tx -> counters.recount(tx, one.video()))
                    .onSuccess(was -> repaired(one.video(), was))
                    .mapEmpty());
        }
        return all;
    }

    private void repaired(UUID video, boolean was) {
        if (was) {
            repaired.increment();
            LOG.error("counter was not what its rows say, and is now video={}", video);
        }
    }
}
