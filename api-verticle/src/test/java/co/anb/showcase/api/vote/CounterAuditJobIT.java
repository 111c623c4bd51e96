package co.anb.showcase.api.vote;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Counters that were made wrong by hand, while people vote. */
@Showcase
class CounterAuditJobIT {

    @Test
    void wrongAndMissingCountersAreSetRightWhileVotesComeIn(Vertx vertx, ShowcaseServices services) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (CoreDatabase database = CoreDatabase.open(vertx, services);
                Batchers batchers = new Batchers(vertx)) {
            VoteBatcher batcher = batchers.open(
                    database.config(), new BatchConfig(10_000, 16, Duration.ofSeconds(30), Duration.ofMinutes(1), 1));
            List<VideoId> videos = Stream.generate(() -> database.published(UserId.next(), "jugada"))
                    .limit(250)
                    .toList();
            vote(batcher, videos.get(0), 3);
            database.execute("UPDATE video_stats SET votes = 99 WHERE video_id = $1", id(videos.get(0)));
            database.execute("DELETE FROM video_stats WHERE video_id = $1", id(videos.get(100)));
            database.execute("UPDATE video_stats SET last_vote_at = now() WHERE video_id = $1", id(videos.get(249)));
            CounterAuditJob target = new CounterAuditJob(vertx, database.pool(), registry);

            List<Future<?>> busy = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                busy.add(batcher.cast(new VoteKey(videos.get(i % 3).value(), UUID.randomUUID())));
            }
            for (int i = 0; i < 4; i++) {
                await(target.run());
            }
            await(Future.all(busy));

            assertThat(registry.get("showcase.vote.audit.repaired").counter().count())
                    .isEqualTo(3);
            assertThat(registry.get("showcase.vote.audit.checked").counter().count())
                    .isEqualTo(500);
            assertThat(database.count("""
                    SELECT count(*) FROM videos v LEFT JOIN video_stats s ON s.video_id = v.id
                    WHERE s.votes IS DISTINCT FROM (SELECT count(*) FROM votes r WHERE r.video_id = v.id)
                       OR s.last_vote_at IS DISTINCT FROM
                          (SELECT max(voted_at) FROM votes r WHERE r.video_id = v.id)
                    """, Tuple.tuple())).isZero();
        }
    }

    private static void vote(VoteBatcher batcher, VideoId video, int voters) {
        for (int i = 0; i < voters; i++) {
            await(batcher.cast(new VoteKey(video.value(), UUID.randomUUID())));
        }
    }

    private static Tuple id(VideoId video) {
        return Tuple.of(video.value());
    }
}
