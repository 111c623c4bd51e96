package co.anb.showcase.shared.http;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The project's own contract, as a service hands it out. */
class OpenApiDocumentIT {

    private final Vertx vertx = Vertx.vertx();
    private ContractClient client = ContractClient.to(vertx, 1);

    @BeforeEach
    void start() {
        Router router = Router.router(vertx);
        router.route().handler(ctx -> {
            ctx.response().putHeader("X-Correlation-Id", "test");
            ctx.next();
        });
        OpenApiDocument.load(vertx, "core").await().mount(router, "/api/openapi.json", "/api/docs");
        int port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        client = ContractClient.to(vertx, port);
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().await();
    }

    @Test
    void jsonIsThisServicesContract() {
        HttpResponse<Buffer> response = client.get("/api/openapi.json").send().await();

        assertThat(response.bodyAsJsonObject().getJsonObject("paths").fieldNames())
                .contains("/api/videos/upload", "/api/public/rankings")
                .noneMatch(path -> path.startsWith("/auth/") || path.startsWith("/api/auth/"));
    }

    @Test
    void knownEtagSavesTheBody() {
        String etag = client.get("/api/openapi.json").send().await().getHeader("ETag");

        HttpResponse<Buffer> again = client.get("/api/openapi.json")
                .header("If-None-Match", etag)
                .send()
                .await();

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isNull();
    }

    @Test
    void pageIsWholeAndLoadsNothingFromElsewhere() {
        HttpResponse<Buffer> response = client.get("/api/docs").send().await();

        assertThat(response.bodyAsString())
                .contains("data-contract=\"/api/openapi.json\"")
                .doesNotContain("{{", "http://", "https://", "src=");
        assertThat(response.getHeader("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'sha256-", "style-src 'sha256-");
    }
}
