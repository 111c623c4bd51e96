package co.anb.showcase.shared.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * An answer that is made once and sent often: its body, plain and gzipped, each with its strong {@code ETag} (RFC 9110
 * §8.8.3: two encodings of one content are two representations), and its other headers. Immutable, for all event loops.
 */
public final class Prepared {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    /** Below this a gzip's own header and trailer eat what it saves. */
    private static final int SMALLEST_GZIP = 256;

    private static final Pattern EXCLUDED = Pattern.compile("gzip\\s*;\\s*q=0(\\.0*)?\\s*(,|$)");

    private static final CharSequence VARY_BY_ENCODING = HttpHeaders.createOptimized("Accept-Encoding");
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");

    private record Header(CharSequence name, CharSequence value) {

        static Header of(String name, String value) {
            return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
        }
    }

    private record Form(Buffer body, CharSequence length, String tag, CharSequence tagHeader) {

        static Form of(Buffer body, String tag) {
            return new Form(
                    body,
                    HttpHeaders.createOptimized(Integer.toString(body.length())),
                    tag,
                    HttpHeaders.createOptimized(tag));
        }
    }

    private final String route;
    private final CharSequence type;
    private final List<Header> headers;
    private final Form plain;
    private final Optional<Form> gzipped;

    private Prepared(String route, CharSequence type, List<Header> headers, Form plain, Optional<Form> gzipped) {
        this.route = route;
        this.type = type;
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
        return of(route, JSON, body, headers);
    }

    /** The same with a body of another type, which is worth a gzip. */
    public static Prepared text(String route, String type, Buffer body, Map<String, String> headers) {
        return of(route, HttpHeaders.createOptimized(type), body, headers);
    }

    private static Prepared of(String route, CharSequence type, Buffer body, Map<String, String> headers) {
        byte[] content = body.getBytes();
        String hash = Tags.hash(content);
        Form plain = Form.of(body, '"' + hash + '"');
        Optional<Form> gzipped = Optional.of(content)
                .filter(bytes -> bytes.length >= SMALLEST_GZIP)
                .map(Prepared::gzip)
                .map(bytes -> Form.of(Buffer.buffer(bytes), '"' + hash + "-gzip\""));
        List<Header> all = headers.entrySet().stream()
                .map(header -> Header.of(header.getKey(), header.getValue()))
                .toList();
        return new Prepared(route, type, all, plain, gzipped);
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
    public Future<Void> send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        MultiMap answer = response.headers();
        headers.forEach(header -> answer.set(header.name(), header.value()));
        Optional<Form> zipped = gzipped.filter(there -> takesGzip(request));
        Form form = zipped.orElse(plain);
        answer.set(HttpHeaders.ETAG, form.tagHeader);
        answer.set(HttpHeaders.VARY, VARY_BY_ENCODING);
        String wanted = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (wanted != null && (Tags.isAmong(plain.tag, wanted) || isGzipAmong(wanted))) {
            return response.setStatusCode(304).end();
        }
        if (zipped.isPresent()) {
            answer.set(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        answer.set(HttpHeaders.CONTENT_TYPE, type);
        answer.set(HttpHeaders.CONTENT_LENGTH, form.length);
        return response.end(form.body);
    }

    private boolean isGzipAmong(String wanted) {
        return gzipped.isPresent() && Tags.isAmong(gzipped.get().tag, wanted);
    }

    /**
     * Whether gzip is named and not excluded (RFC 9110 §12.5.3). A wildcard alone gets the plain form, which is right.
     */
    private static boolean takesGzip(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
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
