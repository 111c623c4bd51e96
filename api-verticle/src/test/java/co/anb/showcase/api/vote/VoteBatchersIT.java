package co.anb.showcase.api.vote;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How many batches of a process are under way. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VoteBatchersIT {

    private Vertx vertx;
    private CoreDatabase database;

    @BeforeAll
    void open(Vertx givenVertx, ShowcaseServices services) {
        vertx = givenVertx;
        database = CoreDatabase.open(vertx, services);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void onlyACrowdGetsASecondBatchUnderWay() throws Exception {
        UUID video = database.published(UserId.next(), "jugada").value();
        BatchConfig bounds = new BatchConfig(10_000, 1_024, Duration.ofSeconds(30), Duration.ofMinutes(1), 2);
        VoteBatchers batchers = VoteBatchers.open(
                vertx, database.config(), new VoteConfig(true, 1_000), bounds, new SimpleMeterRegistry());
        List<Future<?>> answers = new ArrayList<>();
        try (CounterLock lock = CounterLock.take(database, video)) {
            answers.addAll(cast(batchers, video, 250));
            lock.awaitWaiters(1);
            assertThat(database.count("SELECT count(*) FROM vote_tickets", Tuple.tuple()))
                    .isEqualTo(1);

            answers.addAll(cast(batchers, video, 50));
            lock.awaitWaiters(2);
        }

        assertThat(Future.all(answers).map(all -> all.<VoteOutcome>list()).await(50, TimeUnit.SECONDS))
                .containsOnly(VoteOutcome.ACCEPTED);
        await(batchers.close());
    }

    private static List<Future<VoteOutcome>> cast(VoteBatchers batchers, UUID video, int count) {
        return Stream.generate(() -> batchers.cast(new VoteKey(video, UUID.randomUUID())))
                .limit(count)
                .toList();
    }
}
