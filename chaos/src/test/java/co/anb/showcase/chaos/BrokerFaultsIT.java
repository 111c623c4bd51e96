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
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that goes away for a while, and one that comes back without its messages. */
@Showcase
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@Tag("long")
class BrokerFaultsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int UPLOADS = 5;
    /** How long it is away: a minute in the longer profile. */
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("chaos.broker-away-seconds", 0));

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
            Incident incident = Incident.begin(books, players, "broker away during uploads");
            estate.stopBroker();
            Instant gone = Instant.now();
            await().atMost(PATIENCE).until(() -> health().equals("degraded"));

            for (int i = 1; i <= UPLOADS; i++) {
                assertThat(await(players.upload(clip)).statusCode()).isEqualTo(201);
                Instant next = gone.plus(AWAY.multipliedBy(i).dividedBy(UPLOADS));
                await().atMost(PATIENCE).until(() -> Instant.now().isAfter(next));
            }
            assertThat(rows.query("SELECT id FROM jobs WHERE state = 'pending'"))
                    .as("jobs that wait for the broker")
                    .hasSize(UPLOADS);

            incident.over("stopped for %d s, health degraded, all jobs pending"
                    .formatted(Duration.between(gone, Instant.now()).toSeconds()));
            estate.startBroker();

            incident.balance(PATIENCE);
            assertThat(worker.isAlive()).isTrue();
            await().atMost(PATIENCE).until(() -> health().equals("healthy"));
        }
    }

    @Test
    void losesItsMessages_theJobsAreSentAgain() {
        Incident incident = Incident.begin(books, players, "broker loses its messages");
        for (int i = 0; i < UPLOADS; i++) {
            assertThat(await(players.upload(clip)).statusCode()).isEqualTo(201);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows.query("SELECT id FROM jobs WHERE state = 'dispatched'"))
                        .hasSize(UPLOADS));

        estate.stopBroker();
        estate.startBroker();
        incident.over("all jobs dispatched, no worker, then an empty broker in its place");

        try (ServiceProcess worker = estate.worker(Map.of()).awaitReady()) {
            incident.balance(PATIENCE);
            assertThat(worker.isAlive()).isTrue();
        }
    }

    private static String health() {
        return await(players.get("/api/health")).bodyAsJsonObject().getString("status");
    }
}
