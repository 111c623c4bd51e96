package co.anb.showcase.api.vote;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Batches on a database and a network that fail. A fault test fails when its fault was not seen. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VoteBatcherIT {

    private static final BatchConfig PATIENT =
            new BatchConfig(10_000, 64, Duration.ofSeconds(30), Duration.ofMinutes(1), 1);
    private static final BatchConfig HASTY =
            new BatchConfig(10_000, 64, Duration.ofSeconds(1), Duration.ofMinutes(1), 1);

    private Vertx vertx;
    private CoreDatabase database;
    private Batchers batchers;
    private FaultProxy proxy;
    private UUID video;

    @BeforeAll
    void open(Vertx givenVertx, ShowcaseServices services) {
        vertx = givenVertx;
        database = CoreDatabase.open(vertx, services);
    }

    @BeforeEach
    void start() {
        batchers = new Batchers(vertx);
        proxy = FaultProxy.to(database.config().port());
        video = published();
    }

    @AfterEach
    void stop() {
        proxy.resume();
        batchers.close();
        proxy.close();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void severalProcessesCountEachVoteOnce() {
        List<UUID> videos = Stream.generate(this::published).limit(8).toList();
        List<VoteBatcher> processes = Stream.generate(() -> batchers.open(database.config(), PATIENT))
                .limit(3)
                .toList();
        List<VoteKey> keys = new ArrayList<>();
        for (int user = 0; user < 60; user++) {
            UUID voter = UUID.randomUUID();
            videos.forEach(each -> keys.add(new VoteKey(each, voter)));
        }
        List<Future<VoteOutcome>> answers = new ArrayList<>();
        for (int n = 0; n < processes.size(); n++) {
            Collections.shuffle(keys, new Random(n));
            VoteBatcher process = processes.get(n);
            keys.forEach(key -> answers.add(process.cast(key)));
        }

        List<VoteOutcome> outcomes = patiently(Future.all(answers).map(all -> all.<VoteOutcome>list()));

        assertThat(outcomes).filteredOn(VoteOutcome.ACCEPTED::equals).hasSize(480);
        assertThat(outcomes).filteredOn(VoteOutcome.ALREADY_VOTED::equals).hasSize(960);
        assertThat(batchers.count("showcase.vote.batch.retries")).isZero();
        assertCountersAreRows();
    }

    @Test
    void voteThatWasCommittedWithoutAnAnswerIsAccepted() {
        VoteBatcher target = batchers.open(Batchers.through(proxy, database.config()), PATIENT);
        List<Future<VoteOutcome>> answers;
        try (CounterLock lock = lock(video)) {
            answers = cast(target, 5);
            lock.awaitWaiters(1);
            proxy.cut();
            lock.awaitWaiters(2);
        }

        assertThat(outcomes(answers)).containsOnly(VoteOutcome.ACCEPTED);
        assertThat(batchers.count("showcase.vote.batch.retries", "connection_lost"))
                .isPositive();
        assertThat(batchers.count("showcase.vote.batch.retries", "found_committed"))
                .isEqualTo(1);
        assertCountersAreRows();
    }

    /** By a trigger, the new connection finds no ticket, as if the former one had been forgotten after its hour. */
    @Test
    void voteWhoseTicketIsGoneIsUndecided() {
        VoteBatcher target = batchers.open(Batchers.through(proxy, database.config()), PATIENT);
        database.execute(
                "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'", Tuple.tuple());
        database.execute("""
                CREATE TRIGGER lose BEFORE UPDATE ON vote_tickets
                FOR EACH ROW WHEN (NEW.closed) EXECUTE FUNCTION lose()
                """, Tuple.tuple());
        try {
            Future<VoteOutcome> answer;
            try (CounterLock lock = lock(video)) {
                answer = target.cast(new VoteKey(video, UUID.randomUUID()));
                lock.awaitWaiters(1);
                proxy.cut();
                lock.awaitWaiters(2);
            }

            assertThat(failure(answer)).isEqualTo(ProblemType.SERVICE_UNAVAILABLE);
            assertThat(batchers.count("showcase.vote.refused", "undecided")).isEqualTo(1);
            assertThat(batchers.count("showcase.vote.refused", "failed")).isZero();
            assertCountersAreRows();
        } finally {
            database.execute("DROP FUNCTION lose CASCADE", Tuple.tuple());
        }
    }

    /** What the other node's withdrawal does at that moment, the trigger does in its place. */
    @Test
    void voteWhoseFormerOneIsWithdrawnMeanwhileCounts() {
        VoteKey key = new VoteKey(video, UUID.randomUUID());
        VoteBatcher target = batchers.open(database.config(), PATIENT);
        assertThat(await(target.cast(key))).isEqualTo(VoteOutcome.ACCEPTED);
        database.execute("""
                CREATE FUNCTION withdraw() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  DELETE FROM votes WHERE user_id = '%s';
                  UPDATE video_stats SET votes = votes - 1, last_vote_at = NULL WHERE video_id = '%s';
                  RETURN NULL;
                END $$
                """.formatted(key.user(), video), Tuple.tuple());
        database.execute("""
                CREATE TRIGGER withdraw AFTER UPDATE ON vote_tickets
                FOR EACH ROW WHEN (NEW.videos IS NOT NULL) EXECUTE FUNCTION withdraw()
                """, Tuple.tuple());
        try {
            assertThat(await(target.cast(key))).isEqualTo(VoteOutcome.ACCEPTED);
            assertThat(hadVoted(key)).isTrue();
            assertCountersAreRows();
        } finally {
            database.execute("DROP FUNCTION withdraw CASCADE", Tuple.tuple());
        }
    }

    @Test
    void requestsBehindALostBatchGetTheirOutcomes() {
        VoteBatcher target = batchers.open(Batchers.through(proxy, database.config()), PATIENT);
        UUID old = UUID.randomUUID();
        assertThat(await(target.cast(new VoteKey(video, old)))).isEqualTo(VoteOutcome.ACCEPTED);
        List<Future<VoteOutcome>> answers;
        Future<VoteOutcome> repeated;
        Future<VoteOutcome> unknown;
        try (CounterLock lock = lock(video)) {
            Future<VoteOutcome> blocker = target.cast(new VoteKey(video, UUID.randomUUID()));
            lock.awaitWaiters(1);
            answers = new ArrayList<>(cast(target, 5));
            answers.add(blocker);
            repeated = target.cast(new VoteKey(video, old));
            unknown = target.cast(new VoteKey(UUID.randomUUID(), old));
            proxy.cut();
            lock.awaitWaiters(2);
        }

        assertThat(outcomes(answers)).containsOnly(VoteOutcome.ACCEPTED);
        assertThat(await(repeated)).isEqualTo(VoteOutcome.ALREADY_VOTED);
        assertThat(await(unknown)).isEqualTo(VoteOutcome.VIDEO_NOT_FOUND);
        assertCountersAreRows();
    }

    @Test
    void withdrawalWhoseConnectionWasLostIsSentAgain() {
        VoteBatcher target = batchers.open(Batchers.through(proxy, database.config()), PATIENT);
        VoteKey key = new VoteKey(video, UUID.randomUUID());
        assertThat(await(target.cast(key))).isEqualTo(VoteOutcome.ACCEPTED);
        Future<Boolean> first;
        Future<Boolean> second;
        try (CounterLock lock = lock(video)) {
            first = target.withdraw(key);
            lock.awaitWaiters(1);
            second = target.withdraw(key);
            proxy.cut();
            lock.awaitWaiters(2);
        }

        assertThat(List.of(await(first), await(second))).containsExactly(true, false);
        assertThat(batchers.count("showcase.vote.batch.retries", "connection_lost"))
                .isPositive();
        assertCountersAreRows();
    }

    @Test
    void batchThatTheServerRollsBackIsSentAgain() {
        VoteBatcher target = batchers.open(database.config(), PATIENT);
        List<UUID> both = Stream.of(published(), published())
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
        UUID user = UUID.randomUUID();
        List<Future<VoteOutcome>> answers;
        try (CounterLock high = lock(both.get(1))) {
            Future<?> circle;
            try (CounterLock low = lock(both.get(0))) {
                // A batch of its own on another video, so that both videos are in the next.
                Future<VoteOutcome> blocker;
                try (CounterLock first = lock(video)) {
                    blocker = target.cast(new VoteKey(video, UUID.randomUUID()));
                    first.awaitWaiters(1);
                    answers = both.stream()
                            .map(each -> target.cast(new VoteKey(each, user)))
                            .toList();
                }
                assertThat(await(blocker)).isEqualTo(VoteOutcome.ACCEPTED);
                low.awaitWaiters(1);
                circle = high.queueFor(both.get(0));
            }
            await(circle);
        }

        assertThat(outcomes(answers)).containsOnly(VoteOutcome.ACCEPTED);
        assertThat(batchers.count("showcase.vote.batch.retries", "rolled_back")).isPositive();
        assertCountersAreRows();
    }

    @Test
    void batchOverALostRouteIsGivenUpAndVotingGoesOn() {
        VoteBatcher target = batchers.open(Batchers.through(proxy, database.config()), HASTY);
        assertThat(await(target.cast(new VoteKey(video, UUID.randomUUID())))).isEqualTo(VoteOutcome.ACCEPTED);
        List<VoteKey> keys = keys(20);
        proxy.stall();
        List<Future<VoteOutcome>> lost = keys.stream().map(target::cast).toList();

        lost.forEach(answer -> assertThat(failure(answer)).isEqualTo(ProblemType.SERVICE_UNAVAILABLE));
        assertThat(batchers.count("showcase.vote.batch.deadlines")).isPositive();
        proxy.resume();

        assertThat(await(target.cast(new VoteKey(video, UUID.randomUUID())))).isEqualTo(VoteOutcome.ACCEPTED);
        // A vote that was answered 503 counts or not; what its voter hears now is true.
        keys.forEach(key -> {
            VoteOutcome before = hadVoted(key) ? VoteOutcome.ALREADY_VOTED : VoteOutcome.ACCEPTED;
            assertThat(await(target.cast(key))).isIn(before, VoteOutcome.ALREADY_VOTED);
            assertThat(hadVoted(key)).isTrue();
        });
        assertCountersAreRows();
        await().untilAsserted(() -> assertThat(proxy.open()).isEqualTo(1));
    }

    @Test
    void transactionOfAClientOutOfReachIsEndedByTheServer() {
        VoteBatcher target = batchers.open(database.config(), HASTY);
        VoteKey key = new VoteKey(video, UUID.randomUUID());
        try (CounterLock lock = lock(video)) {
            Future<VoteOutcome> answer = target.cast(key);
            lock.awaitWaiters(1);

            assertThat(failure(answer)).isEqualTo(ProblemType.SERVICE_UNAVAILABLE);
            await().untilAsserted(() -> assertThat(lock.waiters()).isZero());
        }

        assertThat(await(target.cast(key))).isEqualTo(VoteOutcome.ACCEPTED);
        assertCountersAreRows();
    }

    @Test
    void fullQueueRefusesAtOnceAndTheRestIsServed() {
        VoteBatcher target = batchers.open(
                database.config(), new BatchConfig(4, 64, Duration.ofSeconds(30), Duration.ofMinutes(1), 1));
        List<Future<VoteOutcome>> inside;
        try (CounterLock lock = lock(video)) {
            inside = cast(target, 4);
            lock.awaitWaiters(1);

            List<Future<VoteOutcome>> refused = cast(target, 6);

            assertThat(refused).allSatisfy(answer -> {
                assertThat(answer.isComplete()).isTrue();
                ProblemException problem = ProblemException.find(answer.cause()).orElseThrow();
                assertThat(problem.type()).isEqualTo(ProblemType.SERVICE_UNAVAILABLE);
                assertThat(problem.headers()).containsEntry("Retry-After", "1");
            });
            assertThat(batchers.count("showcase.vote.refused", "queue_full")).isEqualTo(6);
            assertThat(batchers.gauge("showcase.vote.queue")).isEqualTo(4);
        }

        assertThat(outcomes(inside)).containsOnly(VoteOutcome.ACCEPTED);
        await().untilAsserted(
                        () -> assertThat(batchers.gauge("showcase.vote.queue")).isZero());
        assertThat(outcomes(cast(target, 1))).containsOnly(VoteOutcome.ACCEPTED);
    }

    @Test
    void whoeverHasWaitedTooLongIsRefusedAndDoesNotCount() {
        VoteBatcher target = batchers.open(
                database.config(), new BatchConfig(10_000, 64, Duration.ofSeconds(30), Duration.ofMillis(200), 1));
        List<Future<VoteOutcome>> inBatch;
        List<Future<VoteOutcome>> waiting;
        try (CounterLock lock = lock(video)) {
            inBatch = cast(target, 1);
            lock.awaitWaiters(1);
            waiting = cast(target, 3);
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        }

        assertThat(outcomes(inBatch)).containsOnly(VoteOutcome.ACCEPTED);
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(failure(answer)).isEqualTo(ProblemType.SERVICE_UNAVAILABLE));
        assertThat(batchers.count("showcase.vote.refused", "waited_too_long")).isEqualTo(3);
        await().untilAsserted(
                        () -> assertThat(batchers.gauge("showcase.vote.queue")).isZero());
        assertThat(outcomes(cast(target, 1))).containsOnly(VoteOutcome.ACCEPTED);
        assertThat(database.count("SELECT count(*) FROM votes WHERE video_id = $1", Tuple.of(video)))
                .isEqualTo(2);
        assertCountersAreRows();
    }

    @Test
    void closingAnswersAllThatIsInsideAndRefusesTheRest() {
        VoteBatcher target = batchers.open(database.config(), PATIENT);
        List<Future<VoteOutcome>> inside = cast(target, 300);

        Future<Void> closed = target.close();
        Future<VoteOutcome> late = target.cast(new VoteKey(video, UUID.randomUUID()));

        assertThat(outcomes(inside)).hasSize(300).containsOnly(VoteOutcome.ACCEPTED);
        assertThat(failure(late)).isEqualTo(ProblemType.SERVICE_UNAVAILABLE);
        await(closed);
        assertThat(database.count("SELECT count(*) FROM votes WHERE video_id = $1", Tuple.of(video)))
                .isEqualTo(300);
        assertCountersAreRows();
    }

    @Test
    void serverThatRefusesConnectionsForAWhileDelaysVotes() {
        proxy.refuse(true);
        VoteBatcher target = batchers.open(Batchers.through(proxy, database.config()), PATIENT);
        List<Future<VoteOutcome>> answers = cast(target, 3);
        await().untilAsserted(() -> assertThat(batchers.count("showcase.vote.batch.retries", "connection_lost"))
                .isPositive());

        proxy.refuse(false);

        assertThat(outcomes(answers)).containsOnly(VoteOutcome.ACCEPTED);
    }

    private List<Future<VoteOutcome>> cast(VoteBatcher target, int voters) {
        return keys(voters).stream().map(target::cast).toList();
    }

    private List<VoteKey> keys(int voters) {
        return IntStream.range(0, voters)
                .mapToObj(n -> new VoteKey(video, UUID.randomUUID()))
                .toList();
    }

    private UUID published() {
        VideoId id = database.published(UserId.next(), "jugada");
        return id.value();
    }

    private boolean hadVoted(VoteKey key) {
        return database.count(
                        "SELECT count(*) FROM votes WHERE video_id = $1 AND user_id = $2",
                        Tuple.of(key.video(), key.user()))
                > 0;
    }

    private void assertCountersAreRows() {
        assertThat(database.count("""
                SELECT count(*) FROM video_stats s
                WHERE votes <> (SELECT count(*) FROM votes v WHERE v.video_id = s.video_id)
                   OR last_vote_at IS DISTINCT FROM
                      (SELECT max(voted_at) FROM votes v WHERE v.video_id = s.video_id)
                """, Tuple.tuple())).isZero();
    }

    private static List<VoteOutcome> outcomes(List<Future<VoteOutcome>> answers) {
        return patiently(Future.all(answers).map(all -> all.<VoteOutcome>list()));
    }

    private static ProblemType failure(Future<?> answer) {
        Throwable cause = patiently(answer.transform(result -> Future.succeededFuture(result.cause())));
        return ProblemException.find(cause).orElseThrow().type();
    }

    private static <T> T patiently(Future<T> future) {
        try {
            return future.await(50, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not all were answered", e);
        }
    }

    private CounterLock lock(UUID counter) {
        return CounterLock.take(database, counter);
    }
}
