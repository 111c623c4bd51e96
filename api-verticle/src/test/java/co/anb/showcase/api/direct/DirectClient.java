package co.anb.showcase.api.direct;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.api.testing.RawHttp;
import co.anb.showcase.api.testing.RawHttp.RawAnswer;
import co.anb.showcase.testkit.contract.ContractRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.awaitility.Awaitility;

/** A player at one node, who sends by each of the ways; every answer is held against the contract. */
record DirectClient(TestApi api, String token) {

    static final String TITLE = "Bandeja, ñandú y triple";
    private static final String TUS = "/api/videos/tus";

    /** The same player at another node. */
    DirectClient at(TestApi other) {
        return new DirectClient(other, token);
    }

    /** Lets the time of all open uploads end, and waits until nothing is left of them. */
    static void endSessions(TestApi api) {
        api.sql("UPDATE upload_sessions SET expires_at = now()");
        api.assertNothingLeftBehind();
        Awaitility.await()
                .untilAsserted(() -> assertThat(api.count("upload_sessions")).isZero());
    }

    static void assertProblem(HttpResponse<Buffer> answer, int status, String errorCode) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
        assertThat(answer.bodyAsJsonObject().getString("error_code")).isEqualTo(errorCode);
    }

    JsonObject begin(String mode, long size) {
        HttpResponse<Buffer> answer = await(
                announce(new JsonObject().put("title", TITLE).put("size", size).put("mode", mode)));
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
        return answer.bodyAsJsonObject();
    }

    Future<HttpResponse<Buffer>> announce(JsonObject body) {
        return api.client().post("/api/videos/uploads").bearer(token).sendJson(body);
    }

    Future<HttpResponse<Buffer>> put(String uploadId, Buffer bytes) {
        return api.client().put("/api/videos/uploads/" + uploadId).bearer(token).sendBytes("video/mp4", bytes);
    }

    /** PUTs each part to its link, and gives what {@code complete} wants. */
    JsonArray putParts(JsonObject begun, Buffer file) {
        JsonArray tags = new JsonArray();
        int partBytes = begun.getInteger("part_size");
        for (int i = 0; i < begun.getJsonArray("urls").size(); i++) {
            int from = i * partBytes;
            Buffer part = file.slice(from, Math.min(file.length(), from + partBytes));
            URI link = URI.create(begun.getJsonArray("urls").getString(i));
            HttpResponse<Buffer> answer = await(put(link).sendBuffer(part));
            assertThat(answer.statusCode()).isEqualTo(200);
            tags.add(new JsonObject().put("number", i + 1).put("etag", answer.getHeader("ETag")));
        }
        return tags;
    }

    /** A link to ourselves names the public address, which is another one in tests. */
    private HttpRequest<Buffer> put(URI link) {
        return link.getRawPath().startsWith("/api/")
                ? api.web().put(link.getRawPath() + "?" + link.getRawQuery())
                : api.web().putAbs(link.toString());
    }

    Future<HttpResponse<Buffer>> complete(String uploadId, JsonArray tags) {
        return api.client()
                .post("/api/videos/uploads/" + uploadId + "/complete")
                .bearer(token)
                .sendJson(new JsonObject().put("parts", tags));
    }

    /** Creates a tus upload; gives its path. */
    String create(long size) {
        HttpResponse<Buffer> answer = await(creation(Long.toString(size), metadata(TITLE)));
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
        return answer.getHeader("Location");
    }

    Future<HttpResponse<Buffer>> creation(String length, String metadata) {
        return tus(api.client().post(TUS))
                .header("Upload-Length", length)
                .header("Upload-Metadata", metadata)
                .send();
    }

    static String metadata(String title) {
        return "filename bm8ubXA0,title " + Base64.getEncoder().encodeToString(title.getBytes(StandardCharsets.UTF_8))
                + ",empty";
    }

    Future<HttpResponse<Buffer>> head(String path) {
        return tus(api.client().head(path)).send();
    }

    /** How much has arrived for good. */
    long offset(String path) {
        HttpResponse<Buffer> answer = await(head(path));
        assertThat(answer.statusCode()).isEqualTo(200);
        return Long.parseLong(answer.getHeader("Upload-Offset"));
    }

    Future<HttpResponse<Buffer>> patch(String path, long offset, Buffer bytes) {
        return tus(api.client().patch(path))
                .header("Upload-Offset", Long.toString(offset))
                .sendBytes("application/offset+octet-stream", bytes);
    }

    /** A PATCH whose length nobody was told before. */
    RawAnswer patchChunked(String path, long offset, Buffer bytes) {
        try (RawHttp client = new RawHttp(api.port())) {
            return client.write(RawHttp.head("PATCH", path, token, -1, patchLines(offset)))
                    .write(Integer.toHexString(bytes.length()) + "\r\n")
                    .write(bytes)
                    .write("\r\n0\r\n\r\n")
                    .read();
        }
    }

    Future<HttpResponse<Buffer>> terminate(String path) {
        return tus(api.client().delete(path)).send();
    }

    ContractRequest tus(ContractRequest request) {
        return request.bearer(token).header("Tus-Resumable", "1.0.0");
    }

    /** What stands before the body of a PATCH on a bare socket. */
    String[] patchLines(long offset) {
        return new String[] {
            "Tus-Resumable: 1.0.0", "Upload-Offset: " + offset, "Content-Type: application/offset+octet-stream"
        };
    }
}
