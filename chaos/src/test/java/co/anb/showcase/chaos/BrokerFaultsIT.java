package co.anb.showcase.chaos;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.chaos.estate.Books;
import co.anb.showcase.chaos.estate.Estate;
import co.anb.showcase.chaos.estate.Players;
import co.anb.showcase.chaos.estate.ServiceProcess;
import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that goes away for a while, and one that comes back without its messages. */
@Showcase
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BrokerFaultsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int UPLOADS = 5;

    private static Path clip;
    private static Estate estate;
    private static Players players;
    private static Books books;
    private static CoreRows rows;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens tokens) {
        clip = Clips.file(Clip.of(320, 180, 1));
        estate = Estate.open(services.temp(), tokens);
        estate.api(Map.of()).awaitReady();
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
    void awayDuringUploads_theyAreAcceptedAndDoneAfterwards() {
        try (ServiceProcess worker = estate.worker(Map.of()).awaitReady()) {
            estate.stopBroker();
            await().atMost(PATIENCE).until(() -> health().equals("degraded"));
            int before = players.accepted().size();

            for (int i = 0; i < UPLOADS; i++) {
                assertThat(await(players.upload(clip)).statusCode()).isEqualTo(201);
            }
            assertThat(players.accepted()).hasSize(before + UPLOADS);
            assertThat(rows.query("SELECT id FROM jobs WHERE state = 'pending'"))
                    .as("jobs that wait for the broker")
                    .hasSize(UPLOADS);

            estate.startBroker();

            books.balance(players.accepted(), PATIENCE);
            assertThat(worker.isAlive()).isTrue();
            await().atMost(PATIENCE).until(() -> health().equals("healthy"));
        }
    }

    @Test
    void losesItsMessages_theJobsAreSentAgain() {
        for (int i = 0; i < UPLOADS; i++) {
            assertThat(await(players.upload(clip)).statusCode()).isEqualTo(201);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows.query("SELECT id FROM jobs WHERE state = 'dispatched'"))
                        .hasSize(UPLOADS));

        estate.stopBroker();
        estate.startBroker();

        try (ServiceProcess worker = estate.worker(Map.of()).awaitReady()) {
            books.balance(players.accepted(), PATIENCE);
            assertThat(worker.isAlive()).isTrue();
        }
    }

    private static String health() {
        return await(players.get("/api/health")).bodyAsJsonObject().getString("status");
    }
}
