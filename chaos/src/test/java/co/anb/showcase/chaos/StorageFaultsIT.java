package co.anb.showcase.chaos;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.chaos.estate.Books;
import co.anb.showcase.chaos.estate.BucketStore;
import co.anb.showcase.chaos.estate.Estate;
import co.anb.showcase.chaos.estate.HalfUpload;
import co.anb.showcase.chaos.estate.Incident;
import co.anb.showcase.chaos.estate.Players;
import co.anb.showcase.chaos.estate.Recording;
import co.anb.showcase.chaos.estate.ServiceProcess;
import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** S3 that refuses, stands still and breaks off, in the middle of uploads, downloads and saves of whole services. */
@Showcase
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class StorageFaultsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** So much of a download has gone through that it is in its middle. */
    private static final long MIDDLE_BYTES = 500_000;
    /** Before each piece of 16 KiB: a download of the large clip takes seconds. */
    private static final Duration SLOW = Duration.ofMillis(40);
    /** A second attempt begins when the fault is over. */
    private static final Map<String, String> PATIENT = Map.of("JOBS_RETRY_DELAY", "2s");

    private static Path small;
    private static Path large;
    private static BucketStore store;
    private static FaultProxy way;
    private static Estate estate;
    private static ServiceProcess worker;
    private static Players players;
    private static Tokens issuer;
    private static Books books;
    private static CoreRows rows;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens tokens) {
        issuer = tokens;
        store = BucketStore.in(services.s3Bucket());
        way = store.way();
        estate = Estate.open(services.temp(), tokens, store);
        small = Recording.FITS.in(estate.folder());
        large = Clips.file(Clip.of(640, 360, 1).noisy());
        estate.api(Map.of());
        worker = estate.worker(PATIENT).awaitReady();
        players = new Players(vertx, estate, tokens);
        books = new Books(estate);
        rows = estate.rows();
    }

    @AfterEach
    void isWell() {
        assertThat(worker.isAlive()).as("one worker lives through all of it").isTrue();
        way.refuse(false);
        way.delay(Duration.ZERO);
        way.resume();
    }

    @AfterAll
    static void stop() {
        players.close();
        estate.close();
        store.close();
    }

    @Test
    void refuses_uploadsSayLaterAndGoOnAfterwards() {
        Incident incident = Incident.begin(books, players, "S3 refuses connections");
        int before = way.connections();
        breakOff();

        HttpResponse<Buffer> refused = await(players.upload(small));

        assertThat(refused.statusCode()).as(refused.bodyAsString()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).isNotNull();
        assertThat(refused.bodyAsJsonObject().getString("error_code")).isEqualTo("STORAGE_ERROR");
        assertThat(way.connections()).isGreaterThan(before);
        incident.over("connections refused, upload answered 503 STORAGE_ERROR");
        way.refuse(false);
        await().atMost(PATIENCE).until(() -> await(players.upload(small)).statusCode() == 201);
        incident.balance(PATIENCE);
    }

    @Test
    void cutInTheMiddleOfAnUpload_nothingIsLeft() {
        Incident incident = Incident.begin(books, players, "S3 breaks off in the middle of an upload");
        HalfUpload upload = half();
        int cuts = way.cuts();

        breakOff();
        upload.finish();

        assertThat(upload.answer()).contains("HTTP/1.1 503", "STORAGE_ERROR");
        assertThat(way.cuts()).isGreaterThan(cuts);
        incident.over("an upload in parts was open, its connection was cut; 503");
        way.refuse(false);
        incident.balance(PATIENCE);
    }

    @Test
    void standsStillInTheMiddleOfAnUpload_nothingIsLeft() {
        Incident incident = Incident.begin(books, players, "S3 stands still in the middle of an upload");
        HalfUpload upload = half();

        way.stall();
        long carried = way.bytes();
        upload.finish();

        assertThat(upload.answer()).contains("HTTP/1.1 503", "STORAGE_ERROR");
        assertThat(way.bytes()).as("nothing was carried").isEqualTo(carried);
        incident.over("an upload in parts was open, no byte was carried; 503");
        way.resume();
        incident.balance(PATIENCE);
    }

    @Test
    void cutInTheMiddleOfADownload_theJobIsTriedAgain() {
        Incident incident = Incident.begin(books, players, "S3 breaks off in the middle of a download");
        UUID job = inTheMiddleOfItsDownload();
        int cuts = way.cuts();

        way.cut();

        failedOnce(job);
        assertThat(way.cuts()).isGreaterThan(cuts);
        incident.over(
                "over half a megabyte of the original was read, then cut; the worker said that its attempt failed by the storage");
        way.delay(Duration.ZERO);
        doneInTheSecondAttempt(incident, job);
    }

    @Test
    void standsStillInTheMiddleOfADownload_theJobIsTriedAgain() {
        Incident incident = Incident.begin(books, players, "S3 stands still in the middle of a download");
        UUID job = inTheMiddleOfItsDownload();

        way.stall();

        failedOnce(job);
        incident.over(
                "over half a megabyte of the original was read, then nothing; the worker said that its attempt failed by the storage");
        way.delay(Duration.ZERO);
        way.resume();
        doneInTheSecondAttempt(incident, job);
    }

    @Test
    void refusesWhileTheResultIsSaved_theJobIsTriedAgain() {
        Incident incident = Incident.begin(books, players, "S3 refuses while a worker saves");
        UUID job = upload(Clips.file(Clip.of(320, 180, 10)));
        await().atMost(PATIENCE).until(() -> worker.ffmpeg().findAny().isPresent());

        breakOff();

        failedOnce(job);
        incident.over("refused since FFmpeg ran; the worker said that its attempt failed by the storage");
        way.refuse(false);
        doneInTheSecondAttempt(incident, job);
    }

    private static void breakOff() {
        way.refuse(true);
        way.cut();
    }

    /** An upload whose first part is on its way or there. */
    private static HalfUpload half() {
        HalfUpload upload = HalfUpload.begin(estate.apiPort(), issuer.mint(), large);
        await().atMost(PATIENCE).until(() -> !store.openUploads().isEmpty());
        return upload;
    }

    /** The worker stands still until the large clip is there and its way is slow. */
    private static UUID inTheMiddleOfItsDownload() {
        worker.freeze();
        UUID job = upload(large);
        way.delay(SLOW);
        worker.thaw();
        await().atMost(PATIENCE).until(() -> rows.stateOf(job).equals("running"));
        long begun = way.bytes();
        await().atMost(PATIENCE).until(() -> way.bytes() > begun + MIDDLE_BYTES);
        return job;
    }

    private static void failedOnce(UUID job) {
        await().atMost(PATIENCE)
                .until(() -> worker.said()
                        .contains("job attempt ended job=" + job + " attempt=1 outcome=RETRIED reason=STORAGE_ERROR"));
    }

    private static void doneInTheSecondAttempt(Incident incident, UUID job) {
        incident.balance(PATIENCE);
        assertThat(rows.jobRow(job)).containsEntry("state", "processed").containsEntry("attempt", 2);
    }

    private static UUID upload(Path clip) {
        HttpResponse<Buffer> answer = await(players.upload(clip));
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
        return UUID.fromString(answer.bodyAsJsonObject().getString("task_id"));
    }
}
