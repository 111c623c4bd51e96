package co.anb.showcase.shared.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * An answer that is made once and sent often: its body, plain and gzipped, each with its strong {@code ETag} (RFC 9110
 * §8.8.3: two encodings of one content are two representations), and its other headers. Immutable, for all event loops.
 */
public final class Prepared {

    private static final String JSON = "application/json";
    /** Below this a gzip's own header and trailer eat what it saves. */
    private static final int SMALLEST_GZIP = 256;

    private static final Pattern EXCLUDED = Pattern.compile("gzip\\s*;\\s*q=0(\\.0*)?\\s*(,|$)");

    private record Form(Buffer body, String length, String tag) {}

    private final String route;
    private final Map<String, String> headers;
    private final Form plain;
    private final Optional<Form> gzipped;

    private Prepared(String route, Map<String, String> headers, Form plain, Optional<Form> gzipped) {
        this.route = route;
        this.headers = headers;
        this.plain = plain;
        this.gzipped = gzipped;
    }

    /**
     * An answer with a JSON body; takes the time that hashing and gzip take.
     *
     * @param route as metrics and access log name it
     * @param body JSON
     * @param headers all but those of the body
     */
    public static Prepared json(String route, Buffer body, Map<String, String> headers) {
        byte[] content = body.getBytes();
        String hash = Tags.hash(content);
        Form plain = new Form(body, Integer.toString(content.length), '"' + hash + '"');
        Optional<Form> gzipped = Optional.of(content)
                .filter(bytes -> bytes.length >= SMALLEST_GZIP)
                .map(Prepared::gzip)
                .map(bytes -> new Form(Buffer.buffer(bytes), Integer.toString(bytes.length), '"' + hash + "-gzip\""));
        return new Prepared(route, Map.copyOf(headers), plain, gzipped);
    }

    /** The route that it belongs to. */
    public String route() {
        return route;
    }

    /** How much memory it holds, roughly. */
    public int bytes() {
        int bodies =
                plain.body.length() + gzipped.map(form -> form.body.length()).orElse(0);
        return bodies + 512;
    }

    /** Answers 200, or 304 to a client that has it. */
    Future<Void> send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        headers.forEach(response::putHeader);
        Optional<Form> zipped = gzipped.filter(there -> takesGzip(request));
        Form form = zipped.orElse(plain);
        response.putHeader("ETag", form.tag);
        response.putHeader("Vary", "Accept-Encoding");
        String wanted = request.getHeader("If-None-Match");
        if (wanted != null && (Tags.isAmong(plain.tag, wanted) || isGzipAmong(wanted))) {
            return response.setStatusCode(304).end();
        }
        if (zipped.isPresent()) {
            response.putHeader("Content-Encoding", "gzip");
        }
        return response.putHeader("Content-Type", JSON)
                .putHeader("Content-Length", form.length)
                .end(form.body);
    }

    private boolean isGzipAmong(String wanted) {
        return gzipped.isPresent() && Tags.isAmong(gzipped.get().tag, wanted);
    }

    /**
     * Whether gzip is named and not excluded (RFC 9110 §12.5.3). A wildcard alone gets the plain form, which is right.
     */
    private static boolean takesGzip(HttpServerRequest request) {
        String accepted = request.getHeader("Accept-Encoding");
        int at = accepted == null ? -1 : accepted.indexOf("gzip");
        return accepted != null
                && at >= 0
                && (accepted.indexOf("q=0", at) < 0
                        || !EXCLUDED.matcher(accepted.substring(at)).lookingAt());
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
