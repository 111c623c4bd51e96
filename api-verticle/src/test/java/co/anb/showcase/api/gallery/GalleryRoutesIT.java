package co.anb.showcase.api.gallery;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.api.testing.PublicApi;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.storage.LocalStorage;
import co.anb.showcase.shared.storage.MediaRoutes;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StorageConfig;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public gallery over real HTTP, on a real database and the local storage. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GalleryRoutesIT {

    private static final String VIDEOS = "/api/public/videos";

    private Tokens tokens;
    private CoreDatabase database;
    private PublicApi api;
    private LocalStorage storage;
    private Vertx vertx;
    private Path sources;

    @BeforeAll
    void start(Vertx givenVertx, ShowcaseServices services, Tokens givenTokens) {
        tokens = givenTokens;
        database = CoreDatabase.open(givenVertx, services);
        api = PublicApi.start(givenVertx, tokens);
        vertx = givenVertx;
        sources = services.temp();
        StorageConfig config = StorageConfig.from(ConfigReader.of(Map.of(
                "STORAGE_ROOT",
                services.storageDir().toString(),
                "STORAGE_SIGNING_KEY",
                "0123456789abcdef0123456789abcdef",
                "PUBLIC_URL",
                "http://127.0.0.1:" + api.port())));
        storage = await(LocalStorage.open(vertx, config, Clock.systemUTC()));
        new MediaRoutes(storage).mount(api.router());
        GalleryService gallery =
                new GalleryService(vertx, database.pool(), storage, config.urlTtl(), new GalleryConfig(Duration.ZERO));
        new GalleryRoutes(api.edge(), api.auth(), gallery).mount(api.router());
    }

    @BeforeEach
    void empty() {
        database.execute("TRUNCATE players, videos, video_stats", Tuple.tuple());
    }

    @AfterAll
    void stop() {
        api.close();
        await(storage.close());
        database.close();
    }

    @Test
    void publishedVideosAreListedNewestFirst() {
        UserId ana = database.player("Ana", "Peña", "Bogotá", "bogota");
        UserId leo = database.player("Leo", "Ñáñez", "Cali", "cali");
        VideoId first = database.published(ana, "Mi primera canasta");
        VideoId second = database.published(leo, "Clavada");
        database.votes(first, 3, CoreDatabase.minute(1));
        database.uploaded(leo, "Todavía no");

        JsonArray list = list("");

        assertThat(titles(list)).containsExactly("Clavada", "Mi primera canasta");
        JsonObject item = list.getJsonObject(1);
        assertThat(item.getString("video_id")).isEqualTo(first.toString());
        assertThat(item.getString("username")).isEqualTo("Ana Peña");
        assertThat(item.getString("player_name")).isEqualTo("Ana Peña");
        assertThat(item.getString("city")).isEqualTo("Bogotá");
        assertThat(item.getString("status")).isEqualTo("processed");
        assertThat(item.getLong("votes")).isEqualTo(3);
        assertThat(item.getString("processed_at")).endsWith("Z");
        assertThat(list.getJsonObject(0).getString("video_id")).isEqualTo(second.toString());
        assertThat(list.getJsonObject(0).getLong("votes")).isZero();
    }

    @Test
    void clientThatHasTheListIsToldSo() {
        database.published(database.player("Ana", "Peña", "Bogotá", "bogota"), "capital");
        HttpResponse<Buffer> first =
                await(api.client().get(VIDEOS + "?city=Nowhere").send());

        HttpResponse<Buffer> known = await(api.client()
                .get(VIDEOS + "?city=Nowhere")
                .header("If-None-Match", first.getHeader("ETag"))
                .send());

        assertThat(known.statusCode()).isEqualTo(304);
    }

    @Test
    void emptyGalleryIsAnEmptyList() {
        assertThat(list("")).isEmpty();
    }

    @Test
    void cityIgnoresCaseAndAccents() {
        database.published(database.player("Ana", "Peña", "Bogotá", "bogota"), "capital");
        database.published(database.player("Leo", "Ruiz", "Cali", "cali"), "valle");

        assertThat(titles(list("?city=Bogot%C3%A1"))).containsExactly("capital");
        assertThat(titles(list("?city=BOGOTA"))).containsExactly("capital");
        assertThat(titles(list("?city=%20bogot%C3%A1%20"))).containsExactly("capital");
        assertThat(titles(list("?city=bogota%25"))).isEmpty();
        assertThat(titles(list("?city="))).hasSize(2);
    }

    @Test
    void pageIsCutOutByLimitAndOffset() {
        UserId owner = database.player("Ana", "Peña", "Bogotá", "bogota");
        for (int n = 1; n <= 5; n++) {
            database.published(owner, "video " + n);
        }

        assertThat(titles(list("?limit=2"))).containsExactly("video 5", "video 4");
        assertThat(titles(list("?limit=2&offset=2"))).containsExactly("video 3", "video 2");
        assertThat(titles(list("?limit=100&offset=4"))).containsExactly("video 1");
        assertThat(titles(list("?offset=5"))).isEmpty();
        assertThat(titles(list("?offset=2147483647"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=-1",
                "limit=abc",
                "limit=",
                "limit=1.5",
                "limit=99999999999",
                "limit=1&limit=2",
                "offset=-1",
                "offset=x",
                "offset=99999999999"
            })
    void badParameterIsRefused(String query) {
        HttpResponse<Buffer> answer =
                await(api.client().get(VIDEOS + "?" + query).send());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsJsonObject().getString("error_code")).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.bodyAsJsonObject().getString("detail")).isEqualTo("Parámetro inválido en la consulta.");
    }

    @Test
    void endlessCityIsRefused() {
        HttpResponse<Buffer> answer =
                await(api.client().get(VIDEOS).query("city", "x".repeat(101)).send());

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void oneVideoIsGivenByItsId() {
        UserId owner = database.player("Ana", "Peña", "Bogotá", "bogota");
        VideoId video = database.published(owner, "Canasta");
        VideoId hidden = database.uploaded(owner, "Todavía no");

        HttpResponse<Buffer> found =
                await(api.client().get(VIDEOS + "/" + video).send());

        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.bodyAsJsonObject().getString("title")).isEqualTo("Canasta");
        assertThat(status(VIDEOS + "/" + hidden)).isEqualTo(404);
        assertThat(status(VIDEOS + "/00000000-0000-7000-8000-000000000000")).isEqualTo(404);
        assertThat(status(VIDEOS + "/not-a-uuid")).isEqualTo(404);
        assertThat(status(VIDEOS + "/" + video + "/")).isEqualTo(200);
    }

    @Test
    void videoWithoutAPosterHasNone() {
        VideoId video = database.published(database.player("Ana", "Peña", "Bogotá", "bogota"), "Canasta");
        database.execute("UPDATE videos SET poster_key = NULL WHERE id = $1", Tuple.of(video.value()));

        JsonObject item = await(api.client().get(VIDEOS + "/" + video).send()).bodyAsJsonObject();

        assertThat(item.containsKey("thumbnail_url")).isTrue();
        assertThat(item.getString("thumbnail_url")).isNull();
    }

    @Test
    void linksAreFollowedWithoutAHeader() throws IOException {
        VideoId video = database.published(database.player("Ana", "Peña", "Bogotá", "bogota"), "Canasta");
        put("processed/a/" + video, "0123456789", ObjectMetadata.MP4);
        put("processed/p/" + video, "poster", ObjectMetadata.JPEG);

        JsonObject item = list("").getJsonObject(0);

        HttpResponse<Buffer> part = await(api.client()
                .get(local(item.getString("processed_url")))
                .header("Range", "bytes=3-5")
                .send());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.bodyAsString()).isEqualTo("345");
        HttpResponse<Buffer> poster =
                await(api.client().get(local(item.getString("thumbnail_url"))).send());
        assertThat(poster.bodyAsString()).isEqualTo("poster");
    }

    @Test
    void tokenIsOptionalButMustBeGood() {
        assertThat(await(api.client().get(VIDEOS).bearer(tokens.mint()).send()).statusCode())
                .isEqualTo(200);
        assertThat(await(api.client().get(VIDEOS).bearer(tokens.expired()).send())
                        .statusCode())
                .isEqualTo(401);
    }

    private JsonArray list(String query) {
        HttpResponse<Buffer> answer = await(api.client().get(VIDEOS + query).send());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.bodyAsJsonArray();
    }

    private int status(String path) {
        return await(api.client().get(path).send()).statusCode();
    }

    private void put(String key, String content, ObjectMetadata metadata) throws IOException {
        Path file = Files.writeString(sources.resolve("source"), content);
        await(vertx.fileSystem()
                .open(file.toString(), new OpenOptions().setRead(true))
                .compose(source -> storage.save(key, source, metadata)));
    }

    private static String local(String url) {
        return url.replaceFirst("http://[^/]+", "");
    }

    private static List<String> titles(JsonArray list) {
        return list.stream()
                .map(JsonObject.class::cast)
                .map(item -> item.getString("title"))
                .toList();
    }
}
