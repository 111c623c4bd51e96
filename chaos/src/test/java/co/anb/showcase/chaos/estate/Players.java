package co.anb.showcase.chaos.estate;

import co.anb.showcase.testkit.Tokens;
import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Uploads through the API and remembers what was accepted. Every answer is held against the contract. */
public final class Players implements AutoCloseable {

    private final Tokens tokens;
    private final ContractClient client;
    private final Set<UUID> accepted = ConcurrentHashMap.newKeySet();

    /** Clients of an estate's API. */
    public Players(Vertx vertx, Estate estate, Tokens tokens) {
        this.tokens = tokens;
        this.client = ContractClient.to(vertx, estate.apiPort());
    }

    /** A new player uploads a file. */
    public Future<HttpResponse<Buffer>> upload(Path clip) {
        MultipartForm form = MultipartForm.create()
                .attribute("title", "Triple desde la media cancha")
                .binaryFileUpload("video_file", "clip.mp4", clip.toString(), "video/mp4");
        return client.post("/api/videos/upload")
                .bearer(tokens.mint())
                .sendMultipart(form)
                .onSuccess(this::remember);
    }

    /** Anyone asks for something. */
    public Future<HttpResponse<Buffer>> get(String path) {
        return client.get(path).send();
    }

    /** A new player votes. */
    public Future<HttpResponse<Buffer>> vote(UUID video) {
        return client.post("/api/public/videos/" + video + "/vote")
                .bearer(tokens.mint())
                .send();
    }

    /** An administrator gives an order. */
    public Future<HttpResponse<Buffer>> administer(String path) {
        JsonObject admin = tokens.claims().put("roles", new JsonArray().add("admin"));
        return client.post(path).bearer(tokens.mint(admin)).send();
    }

    /** The videos whose 201 arrived. */
    public Set<UUID> accepted() {
        return Set.copyOf(accepted);
    }

    @Override
    public void close() {
        client.close();
    }

    private void remember(HttpResponse<Buffer> answer) {
        if (answer.statusCode() == 201) {
            accepted.add(UUID.fromString(answer.bodyAsJsonObject().getString("video_id")));
        }
    }
}
