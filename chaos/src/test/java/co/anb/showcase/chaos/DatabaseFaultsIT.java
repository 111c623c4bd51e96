package co.anb.showcase.chaos;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.chaos.estate.Books;
import co.anb.showcase.chaos.estate.Estate;
import co.anb.showcase.chaos.estate.Incident;
import co.anb.showcase.chaos.estate.Players;
import co.anb.showcase.chaos.estate.ServiceProcess;
import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that is stopped, and one whose connections carry nothing any more. */
@Showcase
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class DatabaseFaultsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int VOTES = 50;
    /** How long it is away: five minutes in the longer profile. */
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("chaos.database-away-seconds", 0));

    private static Path clip;
    private static Estate estate;
    private static Players players;
    private static Books books;
    private static CoreRows rows;
    private static ServiceProcess api;
    private static ServiceProcess worker;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens tokens) {
        clip = Clips.file(Clip.of(320, 180, 1));
        estate = Estate.open(services.temp(), tokens);
        api = estate.api(Map.of("DB_ACQUIRE_TIMEOUT", "1s")).awaitReady();
        worker = estate.worker(Map.of()).awaitReady();
        players = new Players(vertx, estate, tokens);
        books = new Books(estate);
        rows = estate.rows();
    }

    @AfterAll
    static void stop() {
        players.close();
        estate.close();
    }

    @Test
    @Tag("long")
    void away_everythingSaysLaterAndGoesOnWithoutARestart() {
        UUID video = published();
        Incident incident = Incident.begin(books, players, "database away");
        estate.stopDatabase();
        Instant gone = Instant.now();
        await().atMost(PATIENCE).until(() -> health().equals("degraded"));

        do {
            saysLater(await(players.upload(clip)));
            saysLater(await(players.vote(video)));
            assertThat(health()).isEqualTo("degraded");
        } while (Instant.now().isBefore(gone.plus(AWAY)));
        incident.over("stopped for %d s, health degraded, uploads and votes 503"
                .formatted(Duration.between(gone, Instant.now()).toSeconds()));
        estate.startDatabase();
        await().atMost(PATIENCE).until(() -> health().equals("healthy"));
        await().atMost(PATIENCE)
                .until(() -> await(players.vote(video)).statusCode() == 200
                        && await(players.upload(clip)).statusCode() == 201);
        incident.balance(PATIENCE);
        assertThat(List.of(api.isAlive(), worker.isAlive())).containsOnly(true);
        assertThat(estate.blockedThreads(Duration.ofSeconds(1)))
                .as("event loops that our code held")
                .noneMatch(one -> one.contains("co.anb.showcase."));
    }

    @Test
    void connectionsThatCarryNothing_noAcknowledgedVoteIsLost() {
        UUID video = published();
        Incident incident =
                Incident.begin(books, players, "database connections carry nothing while votes are in flight");
        estate.database().stall();
        List<Future<HttpResponse<Buffer>>> votes = new ArrayList<>();
        for (int i = 0; i < VOTES; i++) {
            votes.add(players.vote(video));
        }
        assertThat(await(votes.get(0)).statusCode())
                .as("voting says later within the deadline")
                .isEqualTo(503);

        estate.database().cut();
        estate.database().resume();
        incident.over("%d votes into a stalled proxy, 503, then %d connections cut"
                .formatted(VOTES, estate.database().cuts()));
        long acknowledged =
                votes.stream().filter(vote -> await(vote).statusCode() == 200).count();
        assertThat(votes)
                .allSatisfy(vote -> assertThat(await(vote).statusCode()).isIn(200, 503));

        await().atMost(PATIENCE).until(() -> await(players.vote(video)).statusCode() == 200);
        long stored = rows.query("SELECT user_id FROM votes WHERE video_id = ?", video)
                .size();
        assertThat(stored).as("stored votes").isGreaterThan(acknowledged);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows.query("SELECT votes FROM video_stats WHERE video_id = ?", video)
                                .get(0)
                                .get("votes"))
                        .isEqualTo(rows.query("SELECT user_id FROM votes WHERE video_id = ?", video)
                                        .size()
                                + 0L));
        incident.balance(PATIENCE);
    }

    private static void saysLater(HttpResponse<Buffer> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.getHeader("Retry-After")).isNotNull();
    }

    private static UUID published() {
        HttpResponse<Buffer> accepted = await(players.upload(clip));
        UUID video = UUID.fromString(accepted.bodyAsJsonObject().getString("video_id"));
        books.balance(players.accepted(), PATIENCE);
        assertThat(rows.query("SELECT id FROM videos WHERE id = ? AND published_at IS NOT NULL", video))
                .hasSize(1);
        return video;
    }

    private static String health() {
        HttpResponse<Buffer> answer = await(players.get("/api/health"));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.bodyAsJsonObject().getString("status");
    }
}
