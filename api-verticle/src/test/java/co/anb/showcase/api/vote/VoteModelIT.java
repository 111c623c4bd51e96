package co.anb.showcase.api.vote;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random votes, withdrawals and repetitions over two batchers whose connections are cut and stalled and which are
 * restarted, against a model. Each voter's answers must be those that some order of his requests gives. The seed is
 * logged, and {@code -Dvotes.seed} runs it again.
 */
@Showcase
class VoteModelIT {

    private static final BatchConfig BOUNDS =
            new BatchConfig(10_000, 16, Duration.ofSeconds(1), Duration.ofMinutes(1), 1);
    private static final int VOTERS = 60;
    private static final int ROUNDS = 40;
    private static final long LIMIT_SECONDS = 100;

    /** Whether the row may be there. */
    private enum State {
        ABSENT,
        PRESENT
    }

    /** One request and its answer; without one it was refused and may count. */
    private enum Step {
        ACCEPTED,
        ALREADY_VOTED,
        CAST_REFUSED,
        WITHDRAWN,
        NOT_VOTED,
        WITHDRAWAL_REFUSED;

        static Step of(VoteOutcome outcome) {
            return valueOf(outcome.name());
        }

        /** The states after it; none when it can't have had this answer. */
        Set<State> after(State before) {
            return switch (this) {
                case ACCEPTED -> before == State.ABSENT ? EnumSet.of(State.PRESENT) : EnumSet.noneOf(State.class);
                case ALREADY_VOTED -> before == State.PRESENT ? EnumSet.of(State.PRESENT) : EnumSet.noneOf(State.class);
                case CAST_REFUSED -> EnumSet.of(before, State.PRESENT);
                case WITHDRAWN -> before == State.PRESENT ? EnumSet.of(State.ABSENT) : EnumSet.noneOf(State.class);
                case NOT_VOTED -> before == State.ABSENT ? EnumSet.of(State.ABSENT) : EnumSet.noneOf(State.class);
                case WITHDRAWAL_REFUSED -> EnumSet.of(before, State.ABSENT);
            };
        }
    }

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger certain = new AtomicInteger();

    @Test
    void answersAreThoseOfSomeOrder(Vertx vertx, ShowcaseServices services) throws Exception {
        long seed = Long.getLong("votes.seed", System.nanoTime());
        LoggerFactory.getLogger(VoteModelIT.class).info("votes.seed={}", seed);
        try (CoreDatabase database = CoreDatabase.open(vertx, services);
                FaultProxy proxy = FaultProxy.to(database.config().port());
                Batchers batchers = new Batchers(vertx)) {
            List<UUID> videos = Stream.generate(
                            () -> database.published(UserId.next(), "jugada").value())
                    .limit(3)
                    .toList();
            DbConfig broken = Batchers.through(proxy, database.config());
            List<VoteBatcher> processes =
                    new ArrayList<>(List.of(batchers.open(broken, BOUNDS), batchers.open(database.config(), BOUNDS)));
            List<Future<Void>> voters = IntStream.range(0, VOTERS)
                    .mapToObj(n -> new Voter(
                                    vertx,
                                    new Random(seed + n),
                                    processes,
                                    new VoteKey(videos.get(n % 3), UUID.randomUUID()))
                            .vote(0))
                    .toList();
            Future<Void> all = Future.join(voters).mapEmpty();

            breakThings(new Random(seed), all, proxy, () -> {
                VoteBatcher fresh = batchers.open(broken, BOUNDS);
                synchronized (processes) {
                    return processes.set(0, fresh);
                }
            });

            assertThat(all.succeeded()).as("seed %d: %s", seed, all.cause()).isTrue();
            batchers.stop();
            assertThat(database.count("""
                            SELECT count(*) FROM video_stats s
                            WHERE votes <> (SELECT count(*) FROM votes v WHERE v.video_id = s.video_id)
                            """, Tuple.tuple())).as("seed %d", seed).isZero();
            assertThat(batchers.count("showcase.vote.batch.retries", "connection_lost"))
                    .isPositive();
            assertThat(batchers.count("showcase.vote.batch.deadlines")).isPositive();
            assertThat(batchers.count("showcase.vote.refused", "failed")).isZero();
            assertThat(batchers.count("showcase.vote.refused", "undecided")).isZero();
            LoggerFactory.getLogger(VoteModelIT.class)
                    .info(
                            "rounds certain={} refused={} retries={}",
                            certain,
                            refused,
                            batchers.count("showcase.vote.batch.retries"));
            assertThat(certain.get()).isGreaterThan(VOTERS * ROUNDS / 2);
        }
    }

    private interface Restart {
        VoteBatcher run();
    }

    /** Until all voters are done. */
    private static void breakThings(Random random, Future<Void> voters, FaultProxy proxy, Restart restart)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        int stalls = 0;
        while (!voters.isComplete()) {
            assertThat(System.nanoTime()).as("voters end").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(150));
            int what = stalls == 0 ? 0 : random.nextInt(30);
            if (what == 0) {
                stalls++;
                proxy.stall();
                TimeUnit.MILLISECONDS.sleep(1_200);
                proxy.resume();
            } else if (what < 5) {
                await(restart.run().close());
            } else if (what < 18) {
                proxy.cut();
            } else {
                // On a quick machine batches are so short that no cut meets one unless it is held.
                proxy.stall();
                TimeUnit.MILLISECONDS.sleep(20);
                proxy.cut();
                proxy.resume();
            }
        }
    }

    /** Sends a few requests for one vote at once, waits for their answers, compares, and begins again. */
    private final class Voter {

        private final Vertx vertx;
        private final Random random;
        private final List<VoteBatcher> processes;
        private final VoteKey key;
        private boolean unsettled;
        private Set<State> possible = EnumSet.of(State.ABSENT);

        Voter(Vertx vertx, Random random, List<VoteBatcher> processes, VoteKey key) {
            this.vertx = vertx;
            this.random = random;
            this.processes = processes;
            this.key = key;
        }

        Future<Void> vote(int round) {
            if (round == ROUNDS) {
                return Future.succeededFuture();
            }
            List<Future<Step>> requests =
                    Stream.generate(this::request).limit(1 + random.nextInt(3)).toList();
            return Future.all(requests).compose(done -> {
                check(done.list());
                return settled().compose(settled -> vote(round + 1));
            });
        }

        private Future<Step> request() {
            VoteBatcher process;
            synchronized (processes) {
                process = processes.get(random.nextInt(processes.size()));
            }
            return random.nextInt(3) < 2
                    ? process.cast(key).map(Step::of).otherwise(Step.CAST_REFUSED)
                    : process.withdraw(key)
                            .map(done -> done ? Step.WITHDRAWN : Step.NOT_VOTED)
                            .otherwise(Step.WITHDRAWAL_REFUSED);
        }

        private void check(List<Step> steps) {
            Set<State> after = EnumSet.noneOf(State.class);
            possible.forEach(before -> after.addAll(orders(before, steps)));
            if (after.isEmpty()) {
                throw new AssertionError("no order of " + steps + " fits " + possible + " of " + key);
            }
            unsettled = steps.contains(Step.CAST_REFUSED) || steps.contains(Step.WITHDRAWAL_REFUSED);
            (unsettled ? refused : certain).incrementAndGet();
            possible = unsettled ? EnumSet.allOf(State.class) : after;
        }

        /** The server may still be running what was given up, up to the batch's deadline. */
        private Future<?> settled() {
            return unsettled ? vertx.timer(3, TimeUnit.SECONDS) : Future.succeededFuture();
        }

        private static Set<State> orders(State before, List<Step> steps) {
            if (steps.isEmpty()) {
                return EnumSet.of(before);
            }
            Set<State> found = EnumSet.noneOf(State.class);
            for (int i = 0; i < steps.size(); i++) {
                List<Step> rest = new ArrayList<>(steps);
                Step first = rest.remove(i);
                first.after(before).forEach(next -> found.addAll(orders(next, rest)));
            }
            return found;
        }
    }
}
