package co.anb.showcase.api.page;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a browser fetches it. */
class PageRoutesIT {

    private static final Pattern IMPORT = Pattern.compile("from '(\\.{1,2}/[^']+)'");

    private final Vertx vertx = Vertx.vertx();
    private final WebClient client = WebClient.create(vertx);
    private int port;

    @BeforeEach
    void start() {
        Router router = Router.router(vertx);
        await(PageRoutes.load(vertx)).mount(router);
        port = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterEach
    void stop() {
        client.close();
        await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/index.html, text/html",
        "/app/main.js, javascript",
        "/app/style.css, text/css",
        "/app/icon.svg, image/svg+xml"
    })
    void fileComesWithItsType(String path, String type) {
        HttpResponse<Buffer> response = get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("Content-Type")).contains(type);
        assertThat(response.getHeader("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'");
    }

    @Test
    void headHasTheHeadersOfTheFileAndNoBody() {
        HttpResponse<Buffer> head =
                await(client.head(port, "127.0.0.1", "/app/main.js").send());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.getHeader("Content-Length"))
                .isEqualTo(Integer.toString(get("/app/main.js").body().length()));
        assertThat(head.body()).isNull();
    }

    @Test
    void knownFileIsNotSentAgain() {
        HttpResponse<Buffer> first = get("/app/style.css");

        HttpResponse<Buffer> again = await(client.get(port, "127.0.0.1", "/app/style.css")
                .putHeader("If-None-Match", first.getHeader("ETag"))
                .send());

        assertThat(first.getHeader("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.getHeader("Content-Security-Policy"))
                .as("a cache takes it over")
                .isEqualTo(first.getHeader("Content-Security-Policy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/", "/app/nothing.js", "/app/../../log4j2.xml", "/app/%2e%2e/%2e%2e/log4j2.xml"})
    void nothingElseIsServed(String path) {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void everyImportedModuleIsThere() {
        Set<String> modules = new HashSet<>();

        visit("/app/main.js", modules);

        assertThat(modules).contains("/app/views/gallery.js", "/app/api.js").hasSizeGreaterThan(10);
    }

    @Test
    void pageLoadsNothingFromOtherHosts() {
        assertThat(get("/").bodyAsString()).doesNotContain("http://", "https://", "<style", "onclick");
    }

    private void visit(String path, Set<String> seen) {
        if (!seen.add(path)) {
            return;
        }
        HttpResponse<Buffer> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        IMPORT.matcher(response.bodyAsString())
                .results()
                .forEach(found -> visit(URI.create(path).resolve(found.group(1)).toString(), seen));
    }

    private HttpResponse<Buffer> get(String path) {
        return await(client.get(port, "127.0.0.1", path).send());
    }
}
