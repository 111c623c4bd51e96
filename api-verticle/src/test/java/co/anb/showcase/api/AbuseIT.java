package co.anb.showcase.api;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.api.testing.RawHttp;
import co.anb.showcase.api.testing.RawHttp.RawAnswer;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients that mean harm, many of them: voting goes on. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbuseIT {

    private static final int IDLE = 4_000;
    private static final int SLOW = 500;
    private static final int RUDE = 50;
    private static final int VOTERS = 40;

    private Tokens tokens;
    private TestApi api;
    private CoreDatabase database;
    private List<RawHttp> attackers = List.of();

    @BeforeAll
    void start(Vertx vertx, ShowcaseServices services, Tokens identity) {
        tokens = identity;
        api = TestApi.start(vertx, services, identity, Map.of());
        database = CoreDatabase.open(vertx, services);
        // The first token makes the JSON library prepare itself under a lock, on which event loops would wait together.
        assertThat(await(api.client()
                                .post(path(published()))
                                .bearer(tokens.mint())
                                .send())
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterEach
    void leave() {
        attackers.forEach(RawHttp::close);
    }

    @AfterAll
    void stop() {
        database.close();
        api.close();
    }

    @Test
    void connectionsThatSayNothing() {
        attack(IDLE, attacker -> {});

        assertThatVotingGoesOn();
    }

    @Test
    void headsThatNeverEnd() {
        attack(SLOW, attacker -> attacker.write("GET /api/public/videos HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
        attackers.forEach(attacker -> attacker.write("a"));

        assertThatVotingGoesOn();
        attackers.forEach(attacker -> attacker.write("a"));
        assertThatVotingGoesOn();
    }

    @Test
    void bodiesThatNeverEnd() {
        String head =
                RawHttp.head("POST", "/api/videos/uploads", tokens.mint(), 60_000, "Content-Type: application/json");
        attack(RUDE, attacker -> attacker.write(head).write("{\"title\":\""));

        assertThatVotingGoesOn();
    }

    @Test
    void giantHeadersAreRefused() {
        attack(RUDE, attacker -> attacker.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Giant: " + "x".repeat(20_000)));

        assertThat(attackers).allSatisfy(attacker -> assertRefused(attacker, 431));
        assertThatVotingGoesOn();
    }

    @Test
    void junkBehindARequestEndsTheConnection() {
        String request = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        attack(RUDE, attacker -> attacker.write(request.repeat(20) + "\u0001\u0002 junk junk junk\r\n\r\n".repeat(50)));

        assertThat(attackers).allSatisfy(attacker -> {
            IntStream.range(0, 20)
                    .forEach(n -> assertThat(attacker.read().status()).isEqualTo(200));
            assertRefused(attacker, 400);
        });
        assertThatVotingGoesOn();
    }

    @Test
    void votesInAPipelineAreAnsweredInOrder() {
        VideoId video = published();
        String token = tokens.mint();
        String vote = RawHttp.head("POST", path(video), token, 0);
        attack(1, attacker -> attacker.write(vote.repeat(100)));

        List<Integer> statuses = Stream.generate(() -> attackers.get(0).read().status())
                .limit(100)
                .toList();

        assertThat(statuses.get(0)).isEqualTo(200);
        assertThat(statuses.subList(1, 100)).containsOnly(400);
        assertThatVotingGoesOn();
    }

    /** Opens connections, each of which does the same. */
    private void attack(int count, Consumer<RawHttp> act) {
        attackers = Stream.generate(() -> new RawHttp(api.port()))
                .limit(count)
                .peek(act)
                .toList();
    }

    private static void assertRefused(RawHttp attacker, int status) {
        RawAnswer answer = attacker.read();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(attacker.isClosedByServer()).isTrue();
    }

    private void assertThatVotingGoesOn() {
        VideoId video = published();

        List<Integer> statuses = IntStream.range(0, VOTERS)
                .mapToObj(n ->
                        api.client().post(path(video)).bearer(tokens.mint()).send())
                .toList()
                .stream()
                .map(answer -> await(answer).statusCode())
                .toList();

        assertThat(statuses).hasSize(VOTERS).containsOnly(200);
        assertThat(database.count("SELECT votes FROM video_stats WHERE video_id = $1", Tuple.of(video.value())))
                .isEqualTo(VOTERS);
    }

    private VideoId published() {
        return database.published(UserId.next(), "Clavada");
    }

    private static String path(VideoId video) {
        return "/api/public/videos/" + video + "/vote";
    }
}
