package co.anb.showcase.local.clustered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Fans who read, vote and upload through the gateway at a steady pace, whatever they are answered, and remember it.
 * Every answer is held against the contract.
 */
final class Crowd implements AutoCloseable {

    /**
     * An answer, or none.
     *
     * @param begun when it was asked
     * @param status 0 when none came, or one that breaks the contract
     * @param problem what was said of it
     */
    record Answer(Instant begun, String what, int status, String problem) {}

    private record Vote(UUID video, UUID fan) {}

    private static final long PAUSE_MILLIS = 25;
    private static final int VOTE_EVERY = 3;
    private static final int UPLOAD_EVERY = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** 400: a vote came before but its answer did not. */
    private static final Set<Integer> GOOD = Set.of(200, 201, 400);

    private final Vertx vertx;
    private final ContractClient client;
    private final List<Fan> fans;
    private final List<UUID> videos;
    private final Path clip;
    private final Duration limit;
    private final AtomicInteger turns = new AtomicInteger();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Set<Vote> votes = ConcurrentHashMap.newKeySet();
    private final Set<UUID> uploads = ConcurrentHashMap.newKeySet();
    private final long timer;

    /**
     * A crowd that has begun.
     *
     * @param client of the gateway
     * @param videos that can be voted for; with the fans, enough for a vote each time
     * @param clip is uploaded
     * @param limit an answer that comes later is none
     */
    Crowd(Vertx vertx, ContractClient client, List<Fan> fans, List<UUID> videos, Path clip, Duration limit) {
        this.vertx = vertx;
        this.client = client;
        this.fans = fans;
        this.videos = videos;
        this.clip = clip;
        this.limit = limit;
        this.timer = vertx.setPeriodic(PAUSE_MILLIS, id -> act(turns.getAndIncrement()));
    }

    /** Waits until many requests were made that began after a moment. */
    void awaitAnswers(Instant after, int many) {
        await().atMost(PATIENCE)
                .until(() -> answers.stream()
                                .filter(answer -> answer.begun().isAfter(after))
                                .count()
                        >= many);
    }

    /** What was not answered as it should be. */
    List<Answer> failures() {
        return answers.stream()
                .filter(answer -> !GOOD.contains(answer.status()))
                .toList();
    }

    /** How many requests were answered or given up. */
    int answered() {
        return answers.size();
    }

    /** Each vote that was answered 200 is stored, and each counter is the number of its votes. */
    void votesAreKept(CoreRows rows) {
        Set<Vote> stored = rows.query("SELECT video_id, user_id FROM votes").stream()
                .map(row -> new Vote(id(row, "video_id"), id(row, "user_id")))
                .collect(Collectors.toSet());
        assertThat(votes).isNotEmpty().isSubsetOf(stored);
        assertThat(rows.query("SELECT s.video_id, s.votes, count(v.user_id) AS stored FROM video_stats s"
                        + " LEFT JOIN votes v USING (video_id) GROUP BY 1, 2 HAVING s.votes <> count(v.user_id)"))
                .as("counters that are not the number of votes")
                .isEmpty();
    }

    /** Each upload that was answered 201 is processed. */
    void uploadsAreProcessed(CoreRows rows) {
        assertThat(uploads).isNotEmpty();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(processed(rows)).containsAll(uploads));
    }

    /** Ends and waits for the last answers. */
    @Override
    public void close() {
        assertThat(vertx.cancelTimer(timer)).isTrue();
        await().atMost(PATIENCE).until(() -> answers.size() == turns.get());
    }

    private static UUID id(Map<String, Object> row, String column) {
        return UUID.fromString(String.valueOf(row.get(column)));
    }

    private static Collection<Object> processed(CoreRows rows) {
        return rows.query("SELECT id FROM videos WHERE status = 'processed'").stream()
                .map(row -> row.get("id"))
                .toList();
    }

    private void act(int turn) {
        if (turn % UPLOAD_EVERY == UPLOAD_EVERY / 2) {
            upload(turn / UPLOAD_EVERY);
        } else if (turn % VOTE_EVERY == 0) {
            vote(turn / VOTE_EVERY);
        } else {
            String path = turn % 2 == 0 ? "/api/public/videos" : "/api/public/rankings";
            remember(path, client.get(path).send()).onSuccess(done -> {});
        }
    }

    private void vote(int number) {
        Fan fan = fans.get(number % fans.size());
        UUID video = videos.get(number / fans.size() % videos.size());
        remember(
                        "vote",
                        client.post("/api/public/videos/" + video + "/vote")
                                .bearer(fan.token())
                                .send())
                .onSuccess(answer -> {
                    if (answer.statusCode() == 200) {
                        votes.add(new Vote(video, fan.id()));
                    }
                });
    }

    private void upload(int number) {
        MultipartForm form = MultipartForm.create()
                .attribute("title", "Bandeja")
                .binaryFileUpload("video_file", "clip.mp4", clip.toString(), "video/mp4");
        remember(
                        "upload",
                        client.post("/api/videos/upload")
                                .bearer(fans.get(number % fans.size()).token())
                                .sendMultipart(form))
                .onSuccess(answer -> {
                    if (answer.statusCode() == 201) {
                        uploads.add(UUID.fromString(answer.bodyAsJsonObject().getString("video_id")));
                    }
                });
    }

    private static String problem(HttpResponse<Buffer> answer) {
        return GOOD.contains(answer.statusCode()) ? "" : answer.bodyAsString();
    }

    private Future<HttpResponse<Buffer>> remember(String what, Future<HttpResponse<Buffer>> request) {
        Instant begun = Instant.now();
        return request.timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(answer -> answers.add(new Answer(begun, what, answer.statusCode(), problem(answer))))
                .onFailure(e -> answers.add(new Answer(begun, what, 0, e.toString())));
    }
}
