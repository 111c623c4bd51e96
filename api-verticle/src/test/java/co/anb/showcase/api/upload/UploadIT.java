package co.anb.showcase.api.upload;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.testkit.Mp4;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Row;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that are good: what was sent is what is stored and recorded. */
@Showcase
class UploadIT {

    private static final Buffer CLIP = Mp4.bytes("isom", 300_000);

    private static Tokens tokens;
    private static TestApi api;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) {
        tokens = issuer;
        api = TestApi.start(vertx, services, tokens, Map.of());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void storesTheBytesAndRecordsVideoAndJobBeforeTheAnswer() {
        JsonObject claims = tokens.claims().put("city", "Bogotá D.C.");
        HttpResponse<Buffer> answer = await(api.client()
                .post("/api/videos/upload")
                .bearer(tokens.mint(claims))
                .header("X-Correlation-Id", "upload-test-1")
                .sendBytes(MultipartBody.CONTENT_TYPE, MultipartBody.of(" Mi mejor jugada, ñandú ", "clip.mp4", CLIP)));

        assertThat(answer.statusCode()).isEqualTo(201);
        JsonObject body = answer.bodyAsJsonObject();
        assertThat(answer.getHeader("Location")).isEqualTo("/api/videos/" + body.getString("video_id"));
        Row row = api.sql("""
                        SELECT v.title, v.status, v.original_key, v.size_bytes, j.state, j.correlation_id, p.city_key
                          FROM videos v JOIN jobs j ON j.video_id = v.id JOIN players p ON p.user_id = v.user_id
                         WHERE v.id = $1::text::uuid AND j.id = $2::text::uuid AND v.user_id = $3::text::uuid""", body.getString("video_id"), body.getString("task_id"), claims.getString("sub"))
                .get(0);
        assertThat(row.getString("title")).isEqualTo("Mi mejor jugada, ñandú");
        assertThat(row.getString("status")).isEqualTo("uploaded");
        assertThat(row.getLong("size_bytes")).isEqualTo(CLIP.length());
        assertThat(row.getString("correlation_id")).isEqualTo("upload-test-1");
        assertThat(row.getString("city_key")).isEqualTo("bogota d.c.");
        assertThat(row.getString("original_key")).matches("uploads/\\d{4}/\\d\\d/\\d\\d/[0-9a-f-]{36}-clip\\.mp4");
        assertThat(api.stored(row.getString("original_key"))).isEqualTo(CLIP.getBytes());
        api.assertNothingLeftBehind();
    }

    @ParameterizedTest
    @ValueSource(strings = {"video_file", "file", "video"})
    void takesEveryNameOfTheFilePartAndTheTitleBehindIt(String part) {
        Buffer body = new MultipartBody()
                .file(part, "a.mp4", CLIP)
                .field("title", "Atrás")
                .end();

        HttpResponse<Buffer> answer = post("/api/videos", body);

        assertThat(answer.statusCode()).isEqualTo(201);
        api.assertNothingLeftBehind();
    }

    @Test
    void passesOverTextFieldsThatItDoesNotKnow() {
        Buffer body = new MultipartBody()
                .field("comment", "hola")
                .field("title", "Con campo de más")
                .file("video_file", "a.mp4", CLIP)
                .end();

        assertThat(post("/api/videos/upload/", body).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"isom", "iso2", "iso5", "iso9", "mp41", "mp42", "avc1", "M4V ", "dash"})
    void takesEveryBrandOfTheRules(String brand) {
        Buffer body = MultipartBody.of("Marca " + brand, "a.mp4", Mp4.bytes(brand, 1_000));

        assertThat(post("/api/videos/upload", body).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../etc/passwd",
                "..\\..\\windows\\system32\\a.mp4",
                "'; DROP TABLE videos; --.mp4",
                "niño campeón ñ.mp4",
                "evil\u202Egpm.mp4",
                "sin-extension",
                ".mp4",
                "%2e%2e%2f.mp4"
            })
    void makesAHarmlessKeyOfAnyFileName(String fileName) {
        HttpResponse<Buffer> answer = post("/api/videos/upload", MultipartBody.of("Nombre", fileName, CLIP));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(newestKey()).matches("uploads/\\d{4}/\\d\\d/\\d\\d/[0-9a-f-]{36}-[a-z0-9-]+\\.mp4");
        api.assertNothingLeftBehind();
    }

    @Test
    void takesAFileNameOf255BytesAndATitleOf255Characters() {
        String fileName = "ñ".repeat(125) + ".mp4";
        String title = "🏀".repeat(255);

        HttpResponse<Buffer> answer = post("/api/videos/upload", MultipartBody.of(title, fileName, CLIP));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(api.sql("SELECT title FROM videos ORDER BY id DESC LIMIT 1")
                        .get(0)
                        .getString("title"))
                .isEqualTo(title);
    }

    private String newestKey() {
        return api.sql("SELECT original_key FROM videos ORDER BY id DESC LIMIT 1")
                .get(0)
                .getString("original_key");
    }

    private HttpResponse<Buffer> post(String path, Buffer body) {
        return await(api.client().post(path).bearer(tokens.mint()).sendBytes(MultipartBody.CONTENT_TYPE, body));
    }
}
