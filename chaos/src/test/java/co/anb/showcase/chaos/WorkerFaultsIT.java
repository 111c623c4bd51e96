package co.anb.showcase.chaos;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
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
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that are killed, stopped, and put on a full disk. */
@Showcase
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Tag("long")
class WorkerFaultsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Slow enough that an encode is met, and never meant to end. */
    private static final Map<String, String> SLOW = Map.of("FFMPEG_THREADS", "1", "PIPELINE_PRESET", "slower");
    /** The same for an encode that has to end. */
    private static final Map<String, String> STEADY = Map.of("FFMPEG_THREADS", "1", "PIPELINE_PRESET", "fast");

    private static Path shortClip;
    private static Path longClip;
    private static Estate estate;
    private static Players players;
    private static Books books;
    private static CoreRows rows;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens tokens) {
        shortClip = Clips.file(Clip.of(320, 180, 1));
        longClip = Clips.file(Clip.of(320, 180, 30));
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
    void killedWhileItEncodes_theJobIsDoneOnceByAnother() {
        Incident incident = Incident.begin(books, players, "worker killed while it encodes");
        ServiceProcess first = estate.worker(SLOW).awaitReady();
        UUID job = upload(longClip);
        await().atMost(PATIENCE).until(() -> encodes(first, job));

        first.kill();
        incident.over("stage encode with its FFmpeg, SIGKILL, both gone");

        try (ServiceProcess second = estate.worker(Map.of()).awaitReady()) {
            incident.balance(PATIENCE);
            assertThat(second.isAlive()).isTrue();
        }
        assertThat(rows.jobRow(job)).containsEntry("state", "processed").containsEntry("attempt", 2);
    }

    @Test
    void killedBetweenOutcomeAndAcknowledgement_theSecondMessageChangesNothing() {
        Incident incident = Incident.begin(books, players, "worker killed between outcome and acknowledgement");
        ServiceProcess first = estate.worker(STEADY).awaitReady();
        UUID job = upload(longClip);
        await().atMost(PATIENCE).until(() -> encodes(first, job));
        estate.broker().stall();
        await().atMost(PATIENCE).until(() -> rows.stateOf(job).equals("processed"));
        Map<String, Object> outcome = rows.videoOf(job);

        first.kill();
        estate.broker().cut();
        estate.broker().resume();
        incident.over("outcome stored while the broker stalls, then SIGKILL; the second message was seen");

        try (ServiceProcess second = estate.worker(Map.of()).awaitReady()) {
            await().atMost(PATIENCE).until(() -> second.said().contains("message needs no work job=" + job));
            incident.balance(PATIENCE);
        }
        assertThat(rows.videoOf(job)).isEqualTo(outcome);
        assertThat(rows.jobRow(job)).containsEntry("attempt", 1);
    }

    @Test
    void frozenPastItsLease_theOutcomeIsThatOfTheSecond() {
        Incident incident = Incident.begin(books, players, "worker frozen past its lease");
        ServiceProcess first = estate.worker(SLOW).awaitReady();
        UUID job = upload(longClip);
        await().atMost(PATIENCE).until(() -> encodes(first, job));

        first.freeze();

        try (ServiceProcess second = estate.worker(Map.of()).awaitReady()) {
            await().atMost(PATIENCE).until(() -> rows.stateOf(job).equals("processed"));
            Map<String, Object> outcome = rows.videoOf(job);
            first.thaw();
            incident.over("SIGSTOP until another had done the job; after SIGCONT it said that its lease is lost");
            await().atMost(PATIENCE).until(() -> first.said().contains("lease lost job=" + job + " attempt=1"));
            first.close();
            incident.balance(PATIENCE);
            assertThat(rows.videoOf(job)).isEqualTo(outcome);
            assertThat(second.isAlive()).isTrue();
        }
        assertThat(rows.jobRow(job)).containsEntry("state", "processed").containsEntry("attempt", 2);
    }

    @Test
    void videoThatKillsItsWorkerEachTime_failsAndTheNextOneIsDone() {
        Incident incident = Incident.begin(books, players, "video that kills its worker each time");
        ServiceProcess worker = estate.worker(SLOW).awaitReady();
        UUID killer = upload(longClip);
        UUID next = upload(shortClip);
        for (int attempt = 1; attempt <= 3; attempt++) {
            int current = attempt;
            ServiceProcess victim = worker;
            await().atMost(PATIENCE)
                    .until(() ->
                            Integer.valueOf(current).equals(rows.jobRow(killer).get("attempt"))
                                    && encodes(victim, killer));
            victim.kill();
            worker = estate.worker(SLOW).awaitReady();
        }
        incident.over("SIGKILL in each of its three attempts");

        incident.balance(PATIENCE);
        worker.close();

        assertThat(rows.jobRow(killer))
                .containsEntry("state", "failed")
                .containsEntry("error_code", "WORKER_CRASHED")
                .containsEntry("dead_letter", "sent");
        assertThat(rows.stateOf(next)).isEqualTo("processed");
    }

    @Test
    void ffmpegCrashesWhileItEncodes_theSameWorkerTriesAgain() {
        Incident incident = Incident.begin(books, players, "FFmpeg crashes");
        try (ServiceProcess worker = estate.worker(STEADY).awaitReady()) {
            UUID job = upload(longClip);
            await().atMost(PATIENCE).until(() -> encodes(worker, job));

            worker.crashFfmpeg();
            await().atMost(PATIENCE).until(() -> worker.said().contains("attempt failed job=" + job + " attempt=1"));
            incident.over("SIGSEGV while it encodes; the worker said that its attempt failed");

            incident.balance(PATIENCE);
            assertThat(rows.jobRow(job)).containsEntry("state", "processed").containsEntry("attempt", 2);
        }
    }

    @Test
    void askedToStopWhileItEncodes_givesTheJobBackWithItsAttempt() {
        Incident incident = Incident.begin(books, players, "worker asked to stop while it encodes");
        ServiceProcess first = estate.worker(SLOW).awaitReady();
        UUID job = upload(longClip);
        await().atMost(PATIENCE).until(() -> encodes(first, job));

        assertThat(first.terminate()).as(first.said()).isZero();

        assertThat(rows.stateOf(job)).isIn("pending", "dispatched");
        assertThat(rows.jobRow(job)).containsEntry("attempt", 0);
        incident.over("SIGTERM, exit status 0, job given back with its attempt");
        try (ServiceProcess second = estate.worker(Map.of()).awaitReady()) {
            incident.balance(PATIENCE);
            assertThat(second.isAlive()).isTrue();
        }
        assertThat(rows.jobRow(job)).containsEntry("state", "processed").containsEntry("attempt", 1);
    }

    @Test
    void fullScratchDisk_failsTheJobWithItsReasonAndAnOperatorPutsItBack() throws Exception {
        Path noise = Clips.file(Clip.of(640, 360, 1).noisy());
        assertThat(Files.size(noise)).isGreaterThan(1_500_000);
        Path disk = Files.createDirectory(estate.folder().resolve("small-disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()))
                .as("this machine lets root mount a tmpfs")
                .isZero();
        try {
            Map<String, String> onSmallDisk =
                    Map.of("WORKER_SCRATCH_DIR", disk.resolve("scratch").toString());
            try (ServiceProcess worker = estate.worker(onSmallDisk).awaitReady()) {
                Incident incident = Incident.begin(books, players, "scratch disk full");
                UUID job = upload(noise);
                books.balance(players.accepted(), PATIENCE);
                assertThat(rows.jobRow(job)).containsEntry("state", "failed").containsEntry("attempt", 3);
                assertThat(rows.videoOf(job)).containsKey("failure_reason");

                assertThat(run("mount", "-o", "remount,size=64m", disk.toString()))
                        .isZero();
                incident.over("failed after three attempts on a disk of 1 MB; enlarged, put back by an operator");
                await(players.administer("/api/admin/jobs/" + job + "/retry"));

                incident.balance(PATIENCE);
                assertThat(rows.stateOf(job)).isEqualTo("processed");
                assertThat(worker.isAlive()).isTrue();
            }
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    private static boolean encodes(ServiceProcess worker, UUID job) {
        Map<String, Object> row = rows.jobRow(job);
        return "running".equals(row.get("state"))
                && "encode".equals(row.get("stage"))
                && worker.ffmpeg().findAny().isPresent();
    }

    private static UUID upload(Path clip) {
        JsonObject accepted = await(players.upload(clip)).bodyAsJsonObject();
        assertThat(accepted.getString("task_id")).as(accepted.encode()).isNotNull();
        return UUID.fromString(accepted.getString("task_id"));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
    }
}
