package co.anb.showcase.local;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.embedded.broker.RabbitMqProgram;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.multipart.MultipartForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job end to end: the packaged jar in an empty folder, a player's video all the way to the ranking. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class MainJobIT {

    private static final String PASSWORD = "una clave larga";
    private static final Duration PROCESSING = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final int port = LocalProcess.freePort();
    private final ContractClient client = ContractClient.to(vertx, port);

    @Test
    void playersVideoGoesAllTheWayToTheRanking() throws IOException {
        Path data = folder.resolve("data");
        try (LocalProcess local = start(data, "embedded")) {
            String player = logIn("maria@example.com", "María", "Ñáñez", "Bogotá");
            String fan = logIn("leo@example.com", "Leo", "Pérez", "Cali");

            JsonObject accepted = upload(player);
            String video = accepted.getString("video_id");
            assertThat(accepted.getString("message")).isEqualTo("Video subido correctamente. Procesamiento en curso.");
            JsonObject processed = awaitStatus(video, player, "processed");
            isPublishedWithItsPoster(video, processed);
            votesCountOnce(video, fan);
            isRanked();
            isNotDeleted(video, player);
            watchIsFast(processed.getString("processed_url"));
            logOut(fan);

            local.terminate();
        }
        assertThat(LocalProcess.processesThatName(data)).isEmpty();
    }

    @Test
    void videoThatBreaksTheRulesFailsWithAReasonAndCanBeDeleted() throws IOException {
        Path data = folder.resolve("data");
        try (LocalProcess local = start(data, "auto")) {
            String player = logIn("ana@example.com", "Ana", "Peña", "Medellín");
            Path text = Files.write(folder.resolve("fake.mp4"), ftypAndNothing());
            MultipartForm form = MultipartForm.create()
                    .attribute("title", "Sin película")
                    .binaryFileUpload("video_file", "fake.mp4", text.toString(), "video/mp4");
            HttpResponse<Buffer> answer =
                    await(client.post("/api/videos/upload").bearer(player).sendMultipart(form));
            assertThat(answer.statusCode()).isEqualTo(201);
            String video = answer.bodyAsJsonObject().getString("video_id");

            JsonObject failed = awaitStatus(video, player, "failed");

            assertThat(failed.getString("failure_reason")).isNotBlank().doesNotContain("Exception");
            assertThat(await(client.delete("/api/videos/" + video)
                                    .bearer(player)
                                    .send())
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(objects(data)).isEmpty());
            boolean installed = RabbitMqProgram.find(System.getenv()).isPresent();
            assertThat(local.said()).contains(installed ? "(RabbitMQ " : "(embedded, in memory)");
        }
    }

    /** What the process is told beyond its arguments. */
    Map<String, String> variables() {
        return Map.of();
    }

    private LocalProcess start(Path data, String broker) {
        return LocalProcess.start(
                        folder,
                        variables(),
                        "--port",
                        Integer.toString(port),
                        "--data",
                        data.toString(),
                        "--broker",
                        broker)
                .awaitReady();
    }

    private String logIn(String email, String firstName, String lastName, String city) {
        JsonObject account = new JsonObject()
                .put("first_name", firstName)
                .put("last_name", lastName)
                .put("email", email)
                .put("password1", PASSWORD)
                .put("password2", PASSWORD)
                .put("city", city)
                .put("country", "Colombia");
        assertThat(await(client.post("/api/auth/signup").sendJson(account)).statusCode())
                .isEqualTo(201);
        return await(client.post("/api/auth/login")
                        .sendJson(new JsonObject().put("email", email).put("password", PASSWORD)))
                .bodyAsJsonObject()
                .getString("access_token");
    }

    private JsonObject upload(String token) {
        MultipartForm form = MultipartForm.create()
                .attribute("title", "Mi mejor canasta, año 2026")
                .binaryFileUpload("video_file", "clip.mp4", Clips.phone().toString(), "video/mp4");
        HttpResponse<Buffer> answer =
                await(client.post("/api/videos/upload").bearer(token).sendMultipart(form));
        assertThat(answer.statusCode()).isEqualTo(201);
        return answer.bodyAsJsonObject();
    }

    private JsonObject awaitStatus(String video, String token, String status) {
        await().atMost(PROCESSING)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> List.of("processed", "failed")
                        .contains(show(video, token).getString("status")));
        JsonObject shown = show(video, token);
        assertThat(shown.getString("status")).as(shown.encode()).isEqualTo(status);
        return shown;
    }

    private JsonObject show(String video, String token) {
        return await(client.get("/api/videos/" + video).bearer(token).send()).bodyAsJsonObject();
    }

    private void isPublishedWithItsPoster(String video, JsonObject processed) {
        assertThat(processed.getString("title")).isEqualTo("Mi mejor canasta, año 2026");
        JsonObject item = await(client.get("/api/public/videos?city=BOGOTA").send())
                .bodyAsJsonArray()
                .getJsonObject(0);
        assertThat(item.getString("video_id")).isEqualTo(video);
        HttpResponse<Buffer> poster = follow(item.getString("thumbnail_url"));
        assertThat(poster.getHeader("Content-Type")).isEqualTo("image/jpeg");
        assertThat(poster.body().length()).isGreaterThan(1_000);
    }

    private void votesCountOnce(String video, String fan) {
        String path = "/api/public/videos/" + video + "/vote";
        HttpResponse<Buffer> first = await(client.post(path).bearer(fan).send());
        HttpResponse<Buffer> second = await(client.post(path).bearer(fan).send());

        assertThat(first.bodyAsJsonObject().getString("message")).isEqualTo("Voto registrado exitosamente.");
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.bodyAsJsonObject().getString("detail")).isEqualTo("Ya has votado por este video.");
    }

    private void isRanked() {
        await().atMost(Duration.ofSeconds(6))
                .untilAsserted(() -> assertThat(await(client.get("/api/public/rankings?city=bogota")
                                        .send())
                                .bodyAsString())
                        .isEqualTo("[{\"position\":1,\"username\":\"María Ñáñez\",\"city\":\"Bogotá\",\"votes\":1}]"));
    }

    private void isNotDeleted(String video, String player) {
        HttpResponse<Buffer> refused =
                await(client.delete("/api/videos/" + video).bearer(player).send());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.bodyAsJsonObject().getString("error_code")).isEqualTo("CANNOT_DELETE_VIDEO");
    }

    /** A player starts before it has the whole file: the index stands before the pictures, and ranges are answered. */
    private void watchIsFast(String url) {
        String file = follow(url).body().toString(StandardCharsets.ISO_8859_1);
        assertThat(file.indexOf("moov")).isPositive().isLessThan(file.indexOf("mdat"));

        HttpResponse<Buffer> part = await(WebClient.create(vertx)
                .getAbs(url)
                .putHeader("Range", "bytes=0-99")
                .send());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body().length()).isEqualTo(100);
    }

    private void logOut(String token) {
        assertThat(await(client.post("/api/auth/logout").bearer(token).send()).statusCode())
                .isEqualTo(204);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(
                                await(client.get("/api/videos").bearer(token).send())
                                        .statusCode())
                        .isEqualTo(401));
    }

    private HttpResponse<Buffer> follow(String url) {
        HttpResponse<Buffer> answer = await(WebClient.create(vertx).getAbs(url).send());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static byte[] ftypAndNothing() {
        return "\0\0\0\u0018ftypisom\0\0\2\0isommp42".getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whatever is stored of videos. */
    List<?> objects(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().contains("/uploads/")
                            || path.toString().contains("/processed/"))
                    .toList();
        }
    }
}
