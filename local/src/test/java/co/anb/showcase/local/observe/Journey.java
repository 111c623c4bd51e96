package co.anb.showcase.local.observe;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.contract.ContractClient;
import co.anb.showcase.testkit.contract.ContractRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a player and a fan do in a minute, well and badly; it remembers what must never be written down. */
final class Journey {

    private static final String PASSWORD = "zapato-cancha-4711";
    private static final String WRONG = "adivinanza-0815";

    private final ContractClient client;
    private final List<String> secrets = new ArrayList<>(List.of(PASSWORD, WRONG));
    private int votes;

    Journey(ContractClient client) {
        this.client = client;
    }

    /** Runs all of it, until a video is processed, voted for and ranked, and another one has failed. */
    void run(Path junk) {
        JsonObject player = session("juana.torres@example.com", "Juana", "Bogotá");
        JsonObject fan = session("pedro.rojas@example.com", "Pedro", "Cali");
        String token = player.getString("access_token");
        String video = upload(token, Clips.phone());
        upload(token, junk);
        status(
                401,
                client.post("/api/auth/login")
                        .sendJson(new JsonObject()
                                .put("email", "juana.torres@example.com")
                                .put("password", WRONG)));
        status(401, client.get("/api/videos").bearer("no-token").send());
        awaitEnd(token, 2);
        vote(200, video, fan.getString("access_token"));
        vote(400, video, fan.getString("access_token"));
        vote(200, video, token);
        status(200, client.get("/api/public/videos").send());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                await(client.get("/api/public/rankings").send()).bodyAsString())
                        .contains("Juana"));
        JsonObject renewed = body(
                200,
                client.post("/api/auth/refresh")
                        .sendJson(new JsonObject().put("refresh_token", fan.getString("refresh_token"))));
        remember(renewed);
        status(
                204,
                client.post("/api/auth/logout")
                        .bearer(renewed.getString("access_token"))
                        .send());
    }

    /** Votes that were decided, whatever became of them. */
    int votes() {
        return votes;
    }

    /** Passwords, tokens and e-mails that it used. */
    List<String> secrets() {
        return secrets;
    }

    private JsonObject session(String email, String name, String city) {
        secrets.add(email);
        status(
                201,
                client.post("/api/auth/signup")
                        .sendJson(new JsonObject()
                                .put("first_name", name)
                                .put("last_name", "Prueba")
                                .put("email", email)
                                .put("password1", PASSWORD)
                                .put("password2", PASSWORD)
                                .put("city", city)
                                .put("country", "Colombia")));
        JsonObject session = body(
                200,
                client.post("/api/auth/login")
                        .sendJson(new JsonObject().put("email", email).put("password", PASSWORD)));
        remember(session);
        return session;
    }

    private void remember(JsonObject session) {
        secrets.add(session.getString("access_token"));
        secrets.add(session.getString("refresh_token"));
    }

    private String upload(String token, Path file) {
        ContractRequest request = client.post("/api/videos/upload").bearer(token);
        return body(
                        201,
                        request.sendMultipart(MultipartForm.create()
                                .attribute("title", "Canasta")
                                .binaryFileUpload("video_file", "clip.mp4", file.toString(), "video/mp4")))
                .getString("video_id");
    }

    private void awaitEnd(String token, int videos) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(
                                await(client.get("/api/videos").bearer(token).send()).bodyAsJsonArray().stream()
                                        .map(video -> ((JsonObject) video).getString("status")))
                        .hasSize(videos)
                        .allMatch(List.of("processed", "failed")::contains));
    }

    private void vote(int status, String video, String token) {
        votes++;
        status(
                status,
                client.post("/api/public/videos/" + video + "/vote")
                        .bearer(token)
                        .send());
    }

    private static void status(int status, io.vertx.core.Future<HttpResponse<Buffer>> answer) {
        HttpResponse<Buffer> got = await(answer);
        assertThat(got.statusCode()).as(got.bodyAsString()).isEqualTo(status);
    }

    private static JsonObject body(int status, io.vertx.core.Future<HttpResponse<Buffer>> answer) {
        HttpResponse<Buffer> got = await(answer);
        assertThat(got.statusCode()).as(got.bodyAsString()).isEqualTo(status);
        return got.bodyAsJsonObject();
    }
}
