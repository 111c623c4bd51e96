package co.anb.showcase.shared.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One service's part of docs/openapi.yaml, served as JSON for programs and as a page for people. Made once at start;
 * the bytes never change afterwards, so any event loop may serve them.
 */
public final class OpenApiDocument {

    private static final String CONTRACT = "openapi.yaml";
    private static final String SCRIPT = "reference/reference.js";
    private static final String STYLE = "reference/reference.css";
    private static final String PAGE = "reference/reference.html";
    /** The file is ours, so this guards against a slip of ours: anchors that multiply into a giant document. */
    private static final int MAX_ALIASES = 1000;

    private final JsonObject json;
    private final Buffer bytes;
    private final String etag;
    private final PageParts parts;

    private OpenApiDocument(JsonObject json, PageParts parts) {
        this.json = json;
        this.parts = parts;
        this.bytes = json.toBuffer();
        this.etag = '"' + sha256(bytes.getBytes()).substring(0, 22) + '"';
    }

    /**
     * Reads the contract from the class path, on a worker thread.
     *
     * @param service the {@code x-service} whose operations are kept: {@code auth} or {@code core}
     * @return fails when the jar lacks the contract, which is a fault of the build
     */
    public static Future<OpenApiDocument> load(Vertx vertx, String service) {
        return vertx.executeBlocking(() -> parse(text(CONTRACT), service));
    }

    static OpenApiDocument parse(String yaml, String service) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowDuplicateKeys(false);
        JsonObject whole = new JsonObject(new Yaml(new SafeConstructor(options)).<Map<String, Object>>load(yaml));
        return new OpenApiDocument(OpenApiFilter.of(whole, service), PageParts.read());
    }

    /** The document. */
    public JsonObject json() {
        return json.copy();
    }

    /**
     * Serves both forms.
     *
     * @param jsonPath for programs, with a strong ETag (RFC 9110 §8.8.3)
     * @param pagePath for people: one page without any external resource
     */
    public void mount(Router router, String jsonPath, String pagePath) {
        Page page = Page.of(parts, jsonPath);
        router.get(jsonPath).handler(this::sendJson);
        router.get(pagePath).handler(page::send);
    }

    private void sendJson(RoutingContext ctx) {
        HttpServerResponse response =
                ctx.response().putHeader("ETag", etag).putHeader("Cache-Control", "public, max-age=60");
        if (etag.equals(ctx.request().getHeader("If-None-Match"))) {
            ctx.response().setStatusCode(304);
            ctx.end().onFailure(ctx::fail);
            return;
        }
        response.putHeader("Content-Type", "application/json");
        ctx.end(bytes).onFailure(ctx::fail);
    }

    private static String text(String resource) {
        try (InputStream in = OpenApiDocument.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no " + resource + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("can't read " + resource, e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What the page is put together from, read while the document is loaded: mounting happens on an event loop.
     *
     * @param html with places for the rest
     * @param style its style sheet
     * @param script its script
     */
    private record PageParts(String html, String style, String script) {
        static PageParts read() {
            return new PageParts(text(PAGE), text(STYLE), text(SCRIPT));
        }
    }

    /**
     * The page for people, with its script and style inside.
     *
     * @param html the whole page
     * @param policy a Content-Security-Policy that allows exactly this script and this style (CSP 3 §2.3.1)
     */
    private record Page(Buffer html, String policy) {

        static Page of(PageParts parts, String jsonPath) {
            String script = parts.script;
            String style = parts.style;
            String html = parts.html
                    .replace("{{contract}}", jsonPath)
                    .replace("{{style}}", style)
                    .replace("{{script}}", script);
            String policy =
                    "default-src 'none'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; img-src data:; "
                            + "script-src 'sha256-" + sha256(script.getBytes(StandardCharsets.UTF_8)) + "'; "
                            + "style-src 'sha256-" + sha256(style.getBytes(StandardCharsets.UTF_8)) + "'";
            return new Page(Buffer.buffer(html), policy);
        }

        void send(RoutingContext ctx) {
            ctx.response()
                    .putHeader("Content-Type", "text/html; charset=utf-8")
                    .putHeader("Content-Security-Policy", policy)
                    .putHeader("Cache-Control", "public, max-age=60");
            ctx.end(html).onFailure(ctx::fail);
        }
    }
}
