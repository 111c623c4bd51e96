package co.anb.showcase.api.live;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.ranking.RankingConfig;
import co.anb.showcase.api.ranking.RankingService;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.http.ClientAddress;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.http.RequestMetrics;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.tokens.BearerAuth;
import co.anb.showcase.shared.tokens.TokenVerifier;
import co.anb.showcase.testkit.Showcase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics and streams over real sockets, with states that the test makes up. */
@Showcase
class FanOutIT {

    private static final Duration GAP = Duration.ofMillis(500);

    private final Vertx vertx;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Lifecycle lifecycle = new Lifecycle();
    private final MadeUp source = new MadeUp();
    private final List<Reader> readers = new ArrayList<>();
    private Pool pool;
    private LiveService live;
    private LiveLoop loop;
    private Feed<String, String> feed;
    private HttpServer server;

    FanOutIT(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeEach
    void start() {
        ConfigReader reader = ConfigReader.of(Map.of(
                "DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/nothing",
                "HTTP_PORT", "0",
                "LIVE_STREAMS", "8",
                "LIVE_STREAMS_PER_ADDRESS", "6",
                "LIVE_HEARTBEAT", "1s",
                "LIVE_SLOW_AFTER", "1s"));
        pool = Database.open(vertx, DbConfig.from(reader), "unused");
        BearerAuth auth = new BearerAuth(new TokenVerifier(
                id -> Future.failedFuture("no keys"), token -> false, "a", "b", 1, Clock.systemUTC()));
        live = new LiveService(
                vertx,
                pool,
                new RankingService(vertx, pool, RankingConfig.from(reader), registry, Clock.systemUTC()),
                LiveConfig.from(reader),
                auth,
                ClientAddress.from(reader),
                lifecycle,
                registry,
                Clock.systemUTC());
        feed = new Feed<>(vertx, LiveKind.RANKING, source, Duration.ofMillis(50), GAP);
        feed.start();
        loop = new LiveLoop(live);
        Edge edge = new Edge(vertx, HttpConfig.from(reader, 0), lifecycle, new RequestMetrics(registry));
        Router router = edge.router();
        router.get("/topics/:name").handler(ctx -> {
            String name = ctx.pathParam("name");
            Future.succeededFuture()
                    .compose(begun -> loop.open(ctx, feed, name))
                    .onFailure(ctx::fail);
        });
        loop.start(vertx);
        server = await(edge.listen(router));
    }

    @AfterEach
    void stop() throws IOException {
        for (Reader reader : readers) {
            reader.close();
        }
        await(server.close());
        await(feed.stop());
        await(live.close());
        await(pool.close());
    }

    @Test
    void presentStateComesFirstAndThenEachChange() throws IOException {
        source.put("a", "one");
        Reader reader = read("a");

        assertThat(reader.until("\n\n"))
                .contains("200 OK", "text/event-stream", "no-store", "X-Accel-Buffering: no")
                .containsPattern("retry: [1-4]\\d{3}\nid: \\S+\ndata: \"one\"\n\n");
        source.put("a", "two");
        assertThat(reader.until("\n\n")).contains("data: \"two\"");
    }

    @Test
    void clientsOfATopicGetOneBufferThatWasMadeOnce() throws IOException {
        source.put("a", "one");
        for (int i = 0; i < 5; i++) {
            assertThat(read("a").until("\n\n")).contains("data: \"one\"");
        }

        source.put("a", "two");
        for (Reader reader : readers) {
            assertThat(reader.until("\n\n")).contains("data: \"two\"");
        }

        assertThat(source.made("one")).isEqualTo(1);
        assertThat(source.made("two")).isEqualTo(1);
        assertThat(events()).isEqualTo(10);
    }

    @Test
    void versionOfAStateIsTheSameOnEveryNode() {
        assertThat(Frame.of(Buffer.buffer("{}")).id())
                .isEqualTo(Frame.of(Buffer.buffer("{}")).id())
                .isNotEqualTo(Frame.of(Buffer.buffer("[]")).id());
    }

    @Test
    void aThousandChangesASecondAreTwoEvents() throws IOException {
        source.put("a", "0");
        Reader reader = read("a");
        reader.until("\n\n");
        long began = System.nanoTime();

        for (int i = 1; System.nanoTime() - began < Duration.ofSeconds(2).toNanos(); i++) {
            source.put("a", Integer.toString(i));
            Thread.onSpinWait();
        }
        source.put("a", "last");

        reader.until("\"last\"\n\n");
        long halves = (System.nanoTime() - began) / GAP.toNanos();
        assertThat(events()).isBetween(3L, 2 + halves);
    }

    @Test
    void whatIsGoneEndsItsStreamsAndIsNotFoundAgain() throws IOException {
        source.put("a", "one");
        Reader reader = read("a");
        reader.until("\n\n");

        source.remove("a");

        assertThat(reader.until("\r\n0\r\n\r\n")).isNotNull();
        assertThat(read("a").until("\r\n\r\n")).contains("404");
        awaitOpen(0);
    }

    @Test
    void whoComesWhileTheSourceIsAwayIsRefusedAndWhoIsThereStays() throws IOException {
        source.put("a", "one");
        Reader there = read("a");
        there.until("\n\n");
        source.failing(true);

        assertThat(read("b").until("\r\n\r\n")).contains("503").containsIgnoringCase("retry-after");
        assertThat(there.until(":\n\n")).as("a heartbeat").isNotNull();

        source.failing(false);
        source.put("a", "two");
        assertThat(there.until("\n\n")).contains("data: \"two\"");
    }

    @Test
    void whoTakesNothingIsCutOffAndNobodyElseIs() throws IOException {
        source.put("a", big(0));
        Reader stuck = read("a");
        Reader good = read("a");
        stuck.narrow();

        AtomicInteger round = new AtomicInteger();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    source.put("a", big(round.incrementAndGet()));
                    good.skip();
                    return registry.get("showcase.live.dropped").counter().count() == 1;
                });

        awaitOpen(1);
        source.put("a", "still here");
        good.until("still here");
    }

    @Test
    void nodeAndCallerHaveTheirLimits() throws IOException {
        source.put("a", "one");
        for (int i = 0; i < 6; i++) {
            read("a").until("\n\n");
        }
        assertThat(read("a").until("\r\n\r\n")).contains("429").containsIgnoringCase("retry-after");
        read("a", "203.0.113.1").until("\n\n");
        read("a", "203.0.113.1").until("\n\n");

        assertThat(read("a", "203.0.113.2").until("\r\n\r\n")).contains("503").containsIgnoringCase("retry-after");

        readers.get(0).close();
        awaitOpen(7);
        assertThat(read("a").until("\n\n")).contains("200 OK");
        assertThat(registry.get("showcase.live.refused")
                        .tag("reason", "node")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void nodeThatStopsEndsItsStreamsWithTheirConnectionsAndStillTellsTheState() throws IOException {
        source.put("a", "one");
        Reader reader = read("a");
        reader.until("\n\n");

        lifecycle.drain();

        assertThat(reader.untilClosed()).endsWith("0\r\n\r\n");
        assertThat(read("a").untilClosed()).contains("data: \"one\"").endsWith("0\r\n\r\n");
    }

    @Test
    void streamIsNoSlowRequest() throws IOException {
        source.put("a", "one");
        read("a").until("\n\n");

        assertThat(registry.get("showcase.http.in.flight").gauge().value()).isZero();
        assertThat(registry.get("showcase.http.requests")
                        .tag("status", "2xx")
                        .timer()
                        .count())
                .isEqualTo(1);
        readers.get(0).close();
        awaitOpen(0);
        assertThat(registry.find("showcase.http.requests").timers()).hasSize(1);
    }

    private void awaitOpen(int streams) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(registry.get("showcase.live.streams")
                                .tag("kind", "ranking")
                                .gauge()
                                .value())
                        .isEqualTo(streams));
    }

    private long events() {
        return (long) registry.get("showcase.live.events")
                .tag("kind", "ranking")
                .counter()
                .count();
    }

    private static String big(int number) {
        return number + "x".repeat(4_000_000);
    }

    private Reader read(String topic) throws IOException {
        return read(topic, "198.51.100.1");
    }

    private Reader read(String topic, String address) throws IOException {
        Reader reader = new Reader(server.actualPort(), topic, address);
        readers.add(reader);
        return reader;
    }

    /** A client that decides when it reads. */
    private static final class Reader implements AutoCloseable {

        private final Socket socket = new Socket();
        private final InputStream in;

        Reader(int port, String topic, String address) throws IOException {
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream()
                    .write(("GET /topics/" + topic + " HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: " + address + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }

        /** Lets little wait on its side. */
        void narrow() throws IOException {
            socket.setReceiveBufferSize(4_096);
        }

        /** Reads up to a text. */
        String until(String end) throws IOException {
            StringBuilder read = new StringBuilder();
            while (!read.substring(Math.max(0, read.length() - end.length())).equals(end)) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("closed after: " + read);
                }
                read.append((char) next);
            }
            return read.toString();
        }

        String untilClosed() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        /** Reads what is there. */
        void skip() throws IOException {
            while (in.available() > 0) {
                in.skipNBytes(in.available());
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** States that the test sets. */
    private static final class MadeUp implements Source<String, String> {

        private final Map<String, String> states = new ConcurrentHashMap<>();
        private final Map<String, Integer> made = new ConcurrentHashMap<>();
        private volatile boolean failing;

        void put(String key, String state) {
            states.put(key, state);
        }

        void remove(String key) {
            states.remove(key);
        }

        void failing(boolean isAway) {
            failing = isAway;
        }

        int made(String state) {
            return made.getOrDefault(state, 0);
        }

        @Override
        public Future<Map<String, String>> read(Set<String> keys) {
            return failing
                    ? Future.failedFuture(new IOException("away"))
                    : Future.succeededFuture(states.entrySet().stream()
                            .filter(entry -> keys.contains(entry.getKey()))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        }

        @Override
        public Buffer json(String key, String state) {
            made.merge(state, 1, Integer::sum);
            return Buffer.buffer("\"" + state + "\"");
        }
    }
}
