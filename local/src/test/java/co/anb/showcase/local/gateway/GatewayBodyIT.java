package co.anb.showcase.local.gateway;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies on their way, and ends of either side in the middle of one. */
@Showcase
class GatewayBodyIT {

    private static final int MEGABYTE = 1 << 20;

    private final Vertx vertx;
    private final TestGateway gateway;

    GatewayBodyIT(Vertx vertx) {
        this.vertx = vertx;
        this.gateway = new TestGateway(vertx);
    }

    @BeforeEach
    void start() {
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    @Test
    void streamsBothWaysWithoutHoldingABody() {
        gateway.restart(request -> {
            request.response().setChunked(true);
            return request.pipeTo(request.response());
        });
        Buffer sent = Buffer.buffer(new byte[8 * MEGABYTE]);

        Buffer received = await(gateway.client()
                .request(gateway.options(HttpMethod.POST, "/api/x"))
                .compose(request -> request.setChunked(true).send(sent).compose(HttpClientResponse::body)));

        assertThat(received.length()).isEqualTo(sent.length());
    }

    @Test
    void holdsAClientBackWhileTheServiceDoesNotRead() throws Exception {
        AtomicLong written = new AtomicLong();
        Promise<Void> goOn = Promise.promise();
        gateway.restart(request -> {
            // Asked for before it flows: what comes to a request without a handler is thrown away.
            Future<Buffer> whole = request.body();
            request.pause();
            return goOn.future()
                    .onSuccess(go -> request.resume())
                    .compose(go -> whole)
                    .compose(body -> request.response().end(Integer.toString(body.length())));
        });
        int total = 64 * MEGABYTE;
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("POST /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + total + "\r\n\r\n");
            Thread writer = new Thread(() -> writeAll(raw, total, written));
            writer.start();

            await().until(() -> stands(written));
            assertThat(written.get()).as("what buffers on the way can take").isLessThan(24 * MEGABYTE);

            goOn.complete();
            assertThat(raw.readAll()).endsWith(Integer.toString(total));
            writer.join();
        }
    }

    @Test
    void asksTheServiceBeforeItConsents() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        gateway.restart(request -> {
            order.add("asked");
            return request.response()
                    .writeContinue()
                    .compose(consented -> request.body())
                    .compose(body -> request.response().end("got " + body));
        });

        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("""
                    POST /api/x HTTP/1.1\r
                    Host: a\r
                    Content-Length: 4\r
                    Expect: 100-continue\r
                    Connection: close\r
                    \r
                    """);
            assertThat(raw.readHead()).startsWith("HTTP/1.1 100");
            assertThat(order).containsExactly("asked");
            raw.write("data");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 200").endsWith("got data");
        }
    }

    @Test
    void passesARefusalOnInsteadOfAConsent() throws Exception {
        gateway.restart(request -> request.response().setStatusCode(401).end("no"));

        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\nExpect: 100-continue\r\n\r\n");
            assertThat(raw.readHead()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void servesAClientThatDoesNotWaitForConsent() throws Exception {
        gateway.restart(
                request -> request.body().compose(body -> request.response().end("got " + body)));

        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("""
                    POST /api/x HTTP/1.1\r
                    Host: a\r
                    Content-Length: 4\r
                    Expect: 100-continue\r
                    Connection: close\r
                    \r
                    data""");
            assertThat(raw.readAll()).endsWith("got data");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bringsAnEarlyRefusalToAClientThatWritesAllBeforeItReads(boolean serviceReadsOn) throws Exception {
        gateway.restart(request -> {
            if (serviceReadsOn) {
                request.resume();
            } else {
                request.pause();
            }
            return request.response().setStatusCode(400).end("refused");
        });
        int total = 40 * MEGABYTE;

        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("POST /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + total + "\r\n\r\n");
            if (serviceReadsOn) {
                writeAll(raw, total, new AtomicLong());
            } else {
                raw.write(new byte[1000]);
            }
            assertThat(raw.readHead()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void readsTheRestWhenTheServiceDiesWhileTheClientWrites() throws Exception {
        gateway.restart(request -> {
            request.handler(first -> request.connection().close());
            return Future.succeededFuture();
        });
        int total = 40 * MEGABYTE;

        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("POST /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + total + "\r\n\r\n");
            writeAll(raw, total, new AtomicLong());
            String head = raw.readHead();

            assertThat(head).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after:");
        }
    }

    @Test
    void endsTheServicesWorkWhenTheClientLeaves() throws Exception {
        AtomicBoolean working = new AtomicBoolean();
        AtomicBoolean cancelled = new AtomicBoolean();
        gateway.restart(request -> {
            working.set(true);
            request.response().exceptionHandler(gone -> cancelled.set(true));
            return Future.succeededFuture();
        });

        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n");
            await().untilTrue(working);
        }

        await().untilTrue(cancelled);
    }

    @Test
    void endsTheDownloadWhenTheClientLeaves() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        gateway.restart(request -> {
            request.response().setChunked(true).exceptionHandler(gone -> cancelled.set(true));
            vertx.setPeriodic(20, id -> {
                if (cancelled.get() || request.response().closed()) {
                    cancelled.set(true);
                    vertx.cancelTimer(id);
                } else {
                    request.response().write("tick");
                }
            });
            return Future.succeededFuture();
        });

        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
        }

        await().untilTrue(cancelled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "identity", "chunked\r\nTransfer-Encoding: identity"})
    void refusesABodyWhoseEndServiceAndGatewayCouldSeeDifferently(String coding) throws Exception {
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.write("POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n");

            assertThat(raw.readHead()).startsWith("HTTP/1.1 400");
        }
    }

    private static void writeAll(RawClient raw, int total, AtomicLong written) {
        byte[] chunk = new byte[64 << 10];
        try {
            for (int sent = 0; sent < total; sent += chunk.length) {
                raw.write(chunk);
                written.addAndGet(chunk.length);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whether a number has moved and then rested for two polls. */
    private static boolean stands(AtomicLong number) {
        long before = number.get();
        await().pollDelay(java.time.Duration.ofMillis(400)).until(() -> true);
        return before > 0 && before == number.get();
    }
}
