package co.anb.showcase.chaos;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.chaos.estate.Books;
import co.anb.showcase.chaos.estate.Estate;
import co.anb.showcase.chaos.estate.HalfUpload;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** API nodes that are killed in the middle of an upload, and clients that go away. */
@Showcase
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Tag("long")
class ApiFaultsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Path clip;
    private static Estate estate;
    private static Players players;
    private static Tokens issuer;
    private static Books books;
    private static CoreRows rows;
    private static ServiceProcess api;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens tokens) {
        issuer = tokens;
        clip = Clips.file(Clip.of(320, 180, 1));
        estate = Estate.open(services.temp(), tokens);
        api = estate.api(Map.of()).awaitReady();
        estate.worker(Map.of()).awaitReady();
        players = new Players(vertx, estate, tokens);
        books = new Books(estate);
        rows = estate.rows();
    }

    @BeforeEach
    void apiRuns() {
        if (!api.isAlive()) {
            api = estate.api(Map.of()).awaitReady();
        }
    }

    @AfterAll
    static void stop() {
        players.close();
        estate.close();
    }

    @Test
    void killedBetweenObjectAndCommit_theObjectIsReaped() {
        Incident incident = Incident.begin(books, players, "API killed between object and commit");
        HalfUpload upload = HalfUpload.begin(estate.apiPort(), issuer.mint(), clip);
        Path object = estate.folder().resolve("storage").resolve(key());
        estate.database().stall();
        upload.finish();
        await().atMost(PATIENCE).until(() -> Files.exists(object));

        api.kill();
        estate.database().cut();
        estate.database().resume();
        incident.over("object stored while the database stalls, then SIGKILL");
        api = estate.api(Map.of()).awaitReady();

        await().atMost(PATIENCE).until(() -> !Files.exists(object));
        incident.balance(PATIENCE);
        assertThat(upload.answer()).as("no word came to the client").isEmpty();
    }

    @Test
    void killedInTheMiddleOfAnUpload_nothingIsLeft() {
        Incident incident = Incident.begin(books, players, "API killed in the middle of an upload");
        HalfUpload upload = HalfUpload.begin(estate.apiPort(), issuer.mint(), clip);
        assertThat(key()).isNotEmpty();

        api.kill();
        incident.over("half of a file sent, its upload open, then SIGKILL");
        api = estate.api(Map.of()).awaitReady();

        incident.balance(PATIENCE);
        assertThat(upload.answer()).isEmpty();
    }

    @Test
    void killedBetweenCommitAndMessage_theJobIsDone() {
        Incident incident = Incident.begin(books, players, "API killed between commit and message");
        estate.broker().refuse(true);
        estate.broker().cut();
        var accepted = await(players.upload(clip));
        assertThat(accepted.statusCode()).isEqualTo(201);
        UUID job = UUID.fromString(accepted.bodyAsJsonObject().getString("task_id"));
        assertThat(rows.stateOf(job)).isEqualTo("pending");

        api.kill();
        estate.broker().refuse(false);
        incident.over("201 and job pending while the broker refuses, then SIGKILL");
        api = estate.api(Map.of()).awaitReady();

        incident.balance(PATIENCE);
        assertThat(rows.stateOf(job)).isEqualTo("processed");
    }

    @Test
    void clientGoesAwayInTheMiddle_nothingIsLeft() {
        Incident incident = Incident.begin(books, players, "client goes away in the middle of an upload");
        HalfUpload upload = HalfUpload.begin(estate.apiPort(), issuer.mint(), clip);
        assertThat(key()).isNotEmpty();

        upload.abandon();

        incident.over("half of a file sent, its upload open, then a reset");
        incident.balance(PATIENCE);
    }

    /** The key of the one upload that is open. */
    private static String key() {
        await().atMost(PATIENCE).until(() -> open().size() == 1);
        return String.valueOf(open().get(0).get("storage_key"));
    }

    private static List<Map<String, Object>> open() {
        return rows.query("SELECT storage_key FROM uploads");
    }
}
