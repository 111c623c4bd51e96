package co.anb.showcase.api.video;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A player's own videos and jobs, from the upload to the administration. */
@Showcase
class VideoIT {

    private static Tokens tokens;
    private static TestApi api;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) {
        tokens = issuer;
        api = TestApi.start(vertx, services, tokens, Map.of("UPLOAD_DAILY_QUOTA", "5", "VIDEOS_AUTO_PUBLISH", "false"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void listsTheOwnVideosNewestFirst() {
        String player = tokens.mint();
        String first = upload(player, "Primera", null).getString("video_id");
        String second = upload(player, "Segunda", null).getString("video_id");

        JsonArray all = get("/api/videos", player).bodyAsJsonArray();
        JsonArray one = get("/api/videos?limit=1&offset=1", player).bodyAsJsonArray();

        assertThat(ids(all)).containsExactly(second, first);
        assertThat(ids(one)).containsExactly(first);
        assertThat(all.getJsonObject(0).getValue("processed_url")).isNull();
        assertThat(get("/api/videos", tokens.mint()).bodyAsJsonArray()).isEmpty();
    }

    @Test
    void onlyTheOwnerAndAdminsSeeVideoOriginalAndJob() {
        String player = tokens.mint();
        String admin = tokens.mint(tokens.claims().put("roles", new JsonArray().add("admin")));
        JsonObject uploaded = upload(player, "Mía", null);
        String video = "/api/videos/" + uploaded.getString("video_id");
        String original = "/api/videos/original/" + uploaded.getString("video_id");
        String job = "/api/jobs/" + uploaded.getString("task_id");

        for (String path : List.of(video, original, job)) {
            assertThat(get(path, player).statusCode()).as(path).isEqualTo(200);
            assertThat(get(path, admin).statusCode()).as(path).isEqualTo(200);
            assertThat(get(path, tokens.mint()).statusCode()).as(path).isEqualTo(403);
            assertThat(await(api.client().get(path).send()).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/videos/{id}",
        "DELETE, /api/videos/{id}",
        "POST, /api/videos/{id}/publish",
        "GET, /api/videos/original/{id}",
        "GET, /api/videos/processed/{id}",
        "GET, /api/jobs/{id}"
    })
    void unknownAndMalformedIdsAreNotFound(String method, String path) {
        for (String id : List.of(UUID.randomUUID().toString(), "1", "x'; DROP TABLE videos", "..%2f..%2fetc")) {
            String asked = path.replace("{id}", id.replace(" ", "%20").replace("'", "%27"));
            assertThat(await(api.client()
                                    .request(HttpMethod.valueOf(method), asked)
                                    .bearer(tokens.mint())
                                    .send())
                            .statusCode())
                    .as(asked)
                    .isEqualTo(404);
        }
    }

    @Test
    void unprocessedVideoIsDeletedWithItsObjectAndCannotBePublished() {
        String player = tokens.mint();
        String video = upload(player, "Para borrar", null).getString("video_id");
        String key = api.sql("SELECT original_key FROM videos WHERE id = $1::text::uuid", video)
                .get(0)
                .getString("original_key");
        HttpResponse<Buffer> published = post("/api/videos/" + video + "/publish", player);
        assertThat(published.bodyAsJsonObject().getString("error_code")).isEqualTo("VIDEO_NOT_PROCESSED");
        assertThat(delete(video, tokens.mint()).statusCode()).isEqualTo(403);

        HttpResponse<Buffer> deleted = delete(video, player);

        assertThat(deleted.bodyAsJsonObject())
                .isEqualTo(new JsonObject()
                        .put("message", "El video ha sido eliminado exitosamente.")
                        .put("video_id", video));
        assertThat(delete(video, player).statusCode()).isEqualTo(404);
        await().untilAsserted(() -> assertThat(api.files()).doesNotContain(key));
        assertThat(api.sql("SELECT 1 FROM jobs WHERE video_id = $1::text::uuid", video))
                .isEmpty();
    }

    @Test
    void processedVideoIsPublishedOnceAndStays() {
        String player = tokens.mint();
        String video = upload(player, "Lista", null).getString("video_id");
        api.sql(
                "UPDATE videos SET status = 'processed', processed_key = original_key, processed_at = now()"
                        + " WHERE id = $1::text::uuid",
                video);
        assertThat(get("/api/public/videos/" + video, player).statusCode()).isEqualTo(404);

        assertThat(post("/api/videos/" + video + "/publish", player).statusCode())
                .isEqualTo(200);
        assertThat(post("/api/videos/" + video + "/publish", player).statusCode())
                .isEqualTo(200);

        assertThat(get("/api/public/videos/" + video, player).statusCode()).isEqualTo(200);
        assertThat(api.sql("SELECT 1 FROM video_stats WHERE video_id = $1::text::uuid", video))
                .hasSize(1);
        assertThat(delete(video, player).bodyAsJsonObject().getString("error_code"))
                .isEqualTo("CANNOT_DELETE_VIDEO");
    }

    @Test
    void dailyQuotaHoldsAgainstParallelUploads() {
        String player = tokens.mint();

        List<Integer> statuses =
                IntStream.range(0, 12)
                        .mapToObj(number -> sendUpload(player, "Número " + number, null))
                        .toList()
                        .stream()
                        .map(answer -> await(answer).statusCode())
                        .toList();

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(5);
        assertThat(statuses).filteredOn(status -> status == 429).hasSize(7);
        api.assertNothingLeftBehind();
    }

    @Test
    void sameIdempotencyKeyIsTheSameAnswerAlsoAtOnce() {
        String player = tokens.mint();

        List<Future<HttpResponse<Buffer>>> both =
                List.of(sendUpload(player, "Una", "clave-1"), sendUpload(player, "Una", "clave-1"));
        List<String> videos = both.stream()
                .map(answer -> await(answer).bodyAsJsonObject().getString("video_id"))
                .toList();
        String again = upload(player, "Una", "clave-1").getString("video_id");

        assertThat(videos).containsOnly(again);
        assertThat(get("/api/videos", player).bodyAsJsonArray()).hasSize(1);
        assertThat(upload(tokens.mint(), "De otro", "clave-1").getString("video_id"))
                .isNotEqualTo(again);
        api.assertNothingLeftBehind();
    }

    @Test
    void recordedJobIsSentAndAFailedOneCanBePutBackByAnAdmin() {
        String admin = tokens.mint(tokens.claims().put("roles", new JsonArray().add("admin")));
        String job = upload(tokens.mint(), "Enviada", null).getString("task_id");
        await().untilAsserted(() -> assertThat(state(job)).isEqualTo("dispatched"));
        assertThat(post("/api/admin/jobs/" + job + "/retry", tokens.mint()).statusCode())
                .isEqualTo(403);
        assertThat(post("/api/admin/jobs/" + job + "/retry", admin).statusCode())
                .isEqualTo(409);
        api.sql("UPDATE jobs SET state = 'failed', attempt = 3, dispatched_at = NULL WHERE id = $1::text::uuid", job);

        assertThat(post("/api/admin/jobs/" + job + "/retry", admin).statusCode())
                .isEqualTo(200);

        await().untilAsserted(() -> assertThat(state(job)).isEqualTo("dispatched"));
        assertThat(get("/api/admin/jobs?state=dispatched", admin).bodyAsString())
                .contains(job);
        assertThat(get("/api/admin/jobs?state=lost", admin).statusCode()).isEqualTo(400);
    }

    private static String state(String job) {
        return api.sql("SELECT state FROM jobs WHERE id = $1::text::uuid", job)
                .get(0)
                .getString("state");
    }

    private static JsonObject upload(String token, String title, @org.jspecify.annotations.Nullable String key) {
        HttpResponse<Buffer> answer = await(sendUpload(token, title, key));
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
        return answer.bodyAsJsonObject();
    }

    private static Future<HttpResponse<Buffer>> sendUpload(
            String token, String title, @org.jspecify.annotations.Nullable String key) {
        MultipartForm form = MultipartForm.create()
                .attribute("title", title)
                .binaryFileUpload("video_file", "a.mp4", Mp4.bytes("isom", 2_000), "video/mp4");
        var request = api.client().post("/api/videos/upload").bearer(token);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.sendMultipart(form);
    }

    private static HttpResponse<Buffer> get(String path, String token) {
        return await(api.client().get(path).bearer(token).send());
    }

    private static HttpResponse<Buffer> post(String path, String token) {
        return await(api.client().post(path).bearer(token).send());
    }

    private static HttpResponse<Buffer> delete(String video, String token) {
        return await(api.client().delete("/api/videos/" + video).bearer(token).send());
    }

    private static List<String> ids(JsonArray videos) {
        return videos.stream()
                .map(video -> ((JsonObject) video).getString("video_id"))
                .toList();
    }
}
