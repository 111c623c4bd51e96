package co.anb.showcase.local;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.multipart.MultipartForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Players, clips and votes to look at, made through the public API as anybody would: each player signs up or logs in,
 * uploads a clip unless he has one, waits until it can be voted for, and votes for all that are there. Running it again
 * adds nothing.
 */
final class Demo {

    /** The password of every demo account; local mode listens on loopback only. */
    static final String PASSWORD = "una clave larga";

    private static final Duration CLIP_LENGTH = Duration.ofSeconds(21);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private record Player(String firstName, String lastName, String city, String title, String picture) {

        String email() {
            return firstName.toLowerCase(java.util.Locale.ROOT) + "@demo.example.com";
        }
    }

    private static final List<Player> PLAYERS = List.of(
            new Player("Valentina", "Rincón", "Bogotá", "Triples desde la esquina", "testsrc2"),
            new Player("Mateo", "Ñáñez", "Medellín", "Contraataque y clavada", "mandelbrot"),
            new Player("Luisa", "Peña", "Cali", "Manejo de balón", "smptehdbars"),
            new Player("Samuel", "Gómez", "Barranquilla", "Tapones", "rgbtestsrc"));

    /** A clip takes a minute on a busy machine; only one that takes longer than this is worth a warning. */
    private static final int LONGEST_ENCODE_MINUTES = 10;

    private final Vertx vertx;
    private final WebClient client;
    private final String origin;
    private final WorkerExecutor encoder;
    private final SampleClip clips;
    private final Path folder;

    /**
     * A demo that has done nothing yet.
     *
     * @param origin where the gateway is
     * @param clips makes the videos
     * @param folder an existing folder for them, while they are uploaded
     */
    Demo(Vertx vertx, String origin, SampleClip clips, Path folder) {
        this.vertx = vertx;
        this.client = WebClient.create(vertx);
        this.origin = origin;
        this.encoder = vertx.createSharedWorkerExecutor("demo-encoder", 1, LONGEST_ENCODE_MINUTES, TimeUnit.MINUTES);
        this.clips = clips;
        this.folder = folder;
    }

    /** Does it all, one player after the other, so that one clip at a time is made. */
    Future<Void> run() {
        Future<Void> done = Future.succeededFuture();
        for (Player player : PLAYERS) {
            done = done.compose(before -> play(player));
        }
        return done.eventually(() -> {
            client.close();
            return encoder.close();
        });
    }

    private Future<Void> play(Player player) {
        return signUp(player)
                .compose(known -> logIn(player))
                .compose(token -> mine(token)
                        .compose(videos -> videos.isEmpty() ? upload(player, token) : Future.succeededFuture())
                        .compose(uploaded -> awaitProcessed(token))
                        .compose(processed -> voteForAll(token)));
    }

    /** 400 says that the account is there already. */
    private Future<Void> signUp(Player player) {
        JsonObject account = new JsonObject()
                .put("first_name", player.firstName())
                .put("last_name", player.lastName())
                .put("email", player.email())
                .put("password1", PASSWORD)
                .put("password2", PASSWORD)
                .put("city", player.city())
                .put("country", "Colombia");
        return client.postAbs(origin + "/api/auth/signup")
                .sendJsonObject(account)
                .mapEmpty();
    }

    private Future<String> logIn(Player player) {
        return client.postAbs(origin + "/api/auth/login")
                .sendJsonObject(new JsonObject().put("email", player.email()).put("password", PASSWORD))
                .expecting(HttpResponseExpectation.SC_OK)
                .map(answer -> answer.bodyAsJsonObject().getString("access_token"));
    }

    private Future<JsonArray> mine(String token) {
        return client.getAbs(origin + "/api/videos")
                .bearerTokenAuthentication(token)
                .send()
                .expecting(HttpResponseExpectation.SC_OK)
                .map(HttpResponse::bodyAsJsonArray);
    }

    private Future<Void> upload(Player player, String token) {
        Path clip = folder.resolve("demo-" + player.firstName() + ".mp4");
        MultipartForm form = MultipartForm.create()
                .attribute("title", player.title())
                .binaryFileUpload("video_file", "clip.mp4", clip.toString(), "video/mp4");
        return encoder.executeBlocking(
                        () -> {
                            clips.write(clip, player.picture(), CLIP_LENGTH);
                            return clip;
                        },
                        false)
                .compose(made -> client.postAbs(origin + "/api/videos/upload")
                        .bearerTokenAuthentication(token)
                        .sendMultipartForm(form)
                        .expecting(HttpResponseExpectation.SC_CREATED))
                .eventually(() -> vertx.fileSystem().delete(clip.toString()).otherwiseEmpty())
                .mapEmpty();
    }

    private Future<Void> awaitProcessed(String token) {
        return mine(token)
                .compose(videos -> videos.stream()
                                .map(video -> ((JsonObject) video).getString("status"))
                                .allMatch(status -> status.equals("processed") || status.equals("failed"))
                        ? Future.succeededFuture()
                        : vertx.timer(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                                .compose(later -> awaitProcessed(token)));
    }

    private Future<Void> voteForAll(String token) {
        return client.getAbs(origin + "/api/public/videos")
                .send()
                .expecting(HttpResponseExpectation.SC_OK)
                .compose(list -> Future.join(list.bodyAsJsonArray().stream()
                        .map(video -> vote(((JsonObject) video).getString("video_id"), token))
                        .toList()))
                .mapEmpty();
    }

    /** 400 says that the vote is there already. */
    private Future<HttpResponse<Buffer>> vote(String videoId, String token) {
        return client.postAbs(origin + "/api/public/videos/" + videoId + "/vote")
                .bearerTokenAuthentication(token)
                .send();
    }
}
