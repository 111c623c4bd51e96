package co.anb.showcase.local.observe;

import static co.anb.showcase.testkit.Await.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an OpenTelemetry collector is to a process: it takes OTLP over HTTP, in protocol buffers, and keeps the spans.
 */
final class TraceCollector {

    // Numbers of fields in opentelemetry-proto's trace/v1/trace.proto.
    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_ID = 4;
    private static final int NAME = 5;

    private final Queue<SpanSeen> spans = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    /**
     * A span.
     *
     * @param trace its trace, in hexadecimal
     * @param id its own
     * @param parent of the span that it is a part of; empty for the first
     * @param name what was done
     */
    record SpanSeen(String trace, String id, String parent, String name) {

        private static SpanSeen of(Buffer span) {
            return new SpanSeen(
                    hex(span, TRACE_ID),
                    hex(span, SPAN_ID),
                    hex(span, PARENT_ID),
                    fields(span, NAME).findFirst().map(Buffer::toString).orElse(""));
        }

        private static String hex(Buffer span, int number) {
            return fields(span, number)
                    .findFirst()
                    .map(bytes -> HexFormat.of().formatHex(bytes.getBytes()))
                    .orElse("");
        }
    }

    TraceCollector(Vertx vertx) {
        // The JDK's client asks for HTTP/2, which a collector needn't have.
        server = await(vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    take(body);
                    request.response()
                            .putHeader("Content-Type", "application/x-protobuf")
                            .end();
                }))
                .listen(0, "127.0.0.1"));
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** All spans of a name so far, in the order in which they ended. */
    List<SpanSeen> named(String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }

    /** The names of a trace's spans so far. */
    Set<String> namesOf(String trace) {
        return spans.stream()
                .filter(span -> span.trace().equals(trace))
                .map(SpanSeen::name)
                .collect(Collectors.toSet());
    }

    /** The names of the spans above one, the nearest first. */
    List<String> above(SpanSeen span) {
        return Stream.iterate(parent(span), Optional::isPresent, above -> above.flatMap(this::parent))
                .map(above -> above.orElseThrow().name())
                .toList();
    }

    private Optional<SpanSeen> parent(SpanSeen span) {
        return spans.stream()
                .filter(seen -> seen.id().equals(span.parent()) && seen.trace().equals(span.trace()))
                .findFirst();
    }

    private void take(Buffer export) {
        fields(export, RESOURCE_SPANS)
                .flatMap(resource -> fields(resource, SCOPE_SPANS))
                .flatMap(scope -> fields(scope, SPANS))
                .map(SpanSeen::of)
                .forEach(spans::add);
    }

    /** The fields of a message with a number that have a length: texts, bytes and messages. */
    private static Stream<Buffer> fields(Buffer message, int number) {
        List<Buffer> found = new ArrayList<>();
        Cursor cursor = new Cursor(message);
        while (cursor.at < message.length()) {
            long tag = cursor.varint();
            switch ((int) tag & 7) {
                case 0 -> cursor.varint();
                case 1 -> cursor.at += 8;
                case 2 -> {
                    int length = (int) cursor.varint();
                    if (tag >>> 3 == number) {
                        found.add(message.slice(cursor.at, cursor.at + length));
                    }
                    cursor.at += length;
                }
                case 5 -> cursor.at += 4;
                default ->
                    throw new IllegalArgumentException(
                            "no protocol buffer: " + message.toString(StandardCharsets.ISO_8859_1));
            }
        }
        return found.stream();
    }

    private static final class Cursor {
        private final Buffer message;
        private int at;

        Cursor(Buffer message) {
            this.message = message;
        }

        @CanIgnoreReturnValue
        long varint() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = message.getByte(at++);
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
