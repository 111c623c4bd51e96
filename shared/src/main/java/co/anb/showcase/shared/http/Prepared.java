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

    /** A dozen entries of a map, each with its two texts, and the bytes that they come to. */
    private static final int HEADERS_BYTES = 4 << 10;

    private static final Pattern EXCLUDED = Pattern.compile("gzip\\s*;\\s*q=0(\\.0*)?\\s*(,|$)");

    private static final CharSequence VARY_BY_ENCODING = HttpHeaders.createOptimized("Accept-Encoding");
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    /** What a 304 has to repeat (RFC 9110 §15.4.5), and what a router would give another value than the route has. */
    private static final List<CharSequence> UNCHANGED =
            List.of(HttpHeaders.ETAG, HttpHeaders.VARY, HttpHeaders.CACHE_CONTROL, SecurityHeaders.CONTENT_POLICY);

    /** One representation: what is sent, and what is sent to whoever has it. Both maps are immutable. */
    private record Form(Buffer body, String tag, MultiMap headers, MultiMap unchangedHeaders) {

        static Form of(Buffer body, String tag, MultiMap headers) {
            headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            MultiMap unchanged = HttpHeaders.headers();
            if (!tag.isEmpty()) {
                headers.set(HttpHeaders.ETAG, tag);
                headers.set(HttpHeaders.VARY, VARY_BY_ENCODING);
                UNCHANGED.stream()
                        .filter(headers::contains)
                        .forEach(name -> unchanged.set(name, HttpHeaders.createOptimized(headers.get(name))));
            }
            SecurityHeaders.addTo(headers);
            return new Form(body, tag, headers.copy(false), unchanged.copy(false));
        }

        int bytes() {
            return body.length() + HEADERS_BYTES;
        }

        boolean isAmong(String ifNoneMatch) {
            return !tag.isEmpty() && Tags.isAmong(tag, ifNoneMatch);
        }
    }

    private final String route;
    private final Form plain;
    private final Optional<Form> gzipped;

    private Prepared(String route, Form plain, Optional<Form> gzipped) {
        this.route = route;
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

    /** An answer to one who has changed something: JSON that nobody keeps or asks for again, so it has no tag. */
    public static Prepared done(String route, Buffer body, Map<String, String> headers) {
        return new Prepared(route, Form.of(body, "", with(headers, JSON)), Optional.empty());
    }

    private static Prepared of(String route, CharSequence type, Buffer body, Map<String, String> headers) {
        byte[] content = body.getBytes();
        String hash = Tags.hash(content);
        Form plain = Form.of(body, '"' + hash + '"', with(headers, type));
        Optional<Form> gzipped = Optional.of(content)
                .filter(bytes -> bytes.length >= SMALLEST_GZIP)
                .map(Prepared::gzip)
                .map(bytes -> Form.of(
                        Buffer.buffer(bytes),
                        '"' + hash + "-gzip\"",
                        with(headers, type).set(HttpHeaders.CONTENT_ENCODING, GZIP)));
        return new Prepared(route, plain, gzipped);
    }

    private static MultiMap with(Map<String, String> headers, CharSequence type) {
        MultiMap map = HttpHeaders.headers();
        headers.forEach(
                (name, value) -> map.set(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value)));
        return map.set(HttpHeaders.CONTENT_TYPE, type);
    }

    /** The route that it belongs to. */
    public String route() {
        return route;
    }

    /** How much memory it holds, roughly. */
    public int bytes() {
        return plain.bytes() + gzipped.map(Form::bytes).orElse(0);
    }

    /** Answers 200, or 304 to a client that has it. */
    public Future<Void> send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        Optional<Form> zipped = gzipped.filter(there -> takesGzip(request));
        Form form = zipped.orElse(plain);
        String wanted = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (wanted != null
                && (plain.isAmong(wanted)
                        || gzipped.filter(there -> there.isAmong(wanted)).isPresent())) {
            put(form.unchangedHeaders, response.headers());
            return response.setStatusCode(304).end();
        }
        put(form.headers, response.headers());
        return response.end(form.body);
    }

    /** An answer without any headers takes an immutable map as it is, and Vert.x keeps the bytes that it comes to. */
    private static void put(MultiMap prepared, MultiMap answer) {
        if (answer.isEmpty()) {
            answer.setAll(prepared);
        } else {
            prepared.forEach((name, value) -> answer.set(name, value));
        }
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
