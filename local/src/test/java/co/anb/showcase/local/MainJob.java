package co.anb.showcase.local;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.multipart.MultipartForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The main job as a player and a fan see it, in steps that hold wherever it is served from: one process or a cluster.
 * Once for an estate.
 */
public final class MainJob {

    private static final String PASSWORD = "una clave larga";
    private static final Duration PROCESSING = Duration.ofMinutes(4);

    private final Vertx vertx;
    private final ContractClient client;

    /** @param client of the gateway */
    public MainJob(Vertx vertx, ContractClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    /** A player's video goes all the way to the ranking, and back it can't. */
    public void run(Path clip) {
        String player = logIn("maria@example.com", "María", "Ñáñez", "Bogotá");
        String fan = logIn("leo@example.com", "Leo", "Pérez", "Cali");

        JsonObject accepted = upload(player, clip);
        String video = accepted.getString("video_id");
        assertThat(accepted.getString("message")).isEqualTo("Video subido correctamente. Procesamiento en curso.");
        JsonObject processed = awaitStatus(video, player, "processed");
        isPublishedWithItsPoster(video, processed);
        votesCountOnce(video, fan);
        isRanked();
        isNotDeleted(video, player);
        watchIsFast(processed.getString("processed_url"));
        logOut(fan);
    }

    /** Makes an account; gives its access token. */
    public String logIn(String email, String firstName, String lastName, String city) {
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

    private JsonObject upload(String token, Path clip) {
        MultipartForm form = MultipartForm.create()
                .attribute("title", "Mi mejor canasta, año 2026")
                .binaryFileUpload("video_file", "clip.mp4", clip.toString(), "video/mp4");
        HttpResponse<Buffer> answer =
                await(client.post("/api/videos/upload").bearer(token).sendMultipart(form));
        assertThat(answer.statusCode()).isEqualTo(201);
        return answer.bodyAsJsonObject();
    }

    /** The video once it has ended so. */
    public JsonObject awaitStatus(String video, String token, String status) {
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
}
