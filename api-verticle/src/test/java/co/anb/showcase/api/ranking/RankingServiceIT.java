package co.anb.showcase.api.ranking;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.tokens.BearerAuth;
import co.anb.showcase.shared.tokens.TokenVerifier;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.contract.ContractClient;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The ranking's snapshots and its lane in front of the router, over real HTTP on a real database. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RankingServiceIT {

    private static final String RANKINGS = "/api/public/rankings";

    private final SteppedClock clock = new SteppedClock();
    private final AtomicInteger throughLane = new AtomicInteger();
    private Vertx vertx;
    private CoreDatabase database;
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private RankingService service;
    private HttpServer server;
    private ContractClient client;

    @BeforeAll
    void open(Vertx givenVertx, ShowcaseServices services) {
        vertx = givenVertx;
        database = CoreDatabase.open(vertx, services);
    }

    @BeforeEach
    void start() {
        database.execute("TRUNCATE players, videos, video_stats", Tuple.tuple());
        throughLane.set(0);
        registry = new SimpleMeterRegistry();
        service = new RankingService(vertx, database.pool(), new RankingConfig(Duration.ofSeconds(1)), registry, clock);
        Edge edge = new Edge(
                vertx,
                HttpConfig.from(ConfigReader.of(Map.of("HTTP_PORT", "0", "HTTP_REQUEST_TIMEOUT", "60s")), 0),
                new Lifecycle());
        BearerAuth auth = new BearerAuth(new TokenVerifier(
                keyId -> Future.failedFuture("no keys"), token -> false, "", "", 0, Clock.systemUTC()));
        RankingRoutes routes = new RankingRoutes(edge, auth, service);
        Router router = edge.router();
        routes.mount(router);
        server = await(edge.listen(
                request -> {
                    var ready = routes.lane(request);
                    ready.ifPresent(answer -> throughLane.incrementAndGet());
                    return ready;
                },
                router));
        client = ContractClient.to(vertx, server.actualPort());
    }

    @AfterEach
    void stop() {
        client.close();
        await(server.close());
        await(service.close());
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void laneGivesTheSameAnswerAsTheRoute() {
        players(3);

        HttpResponse<Buffer> first = get("?limit=2&city=Cali");
        HttpResponse<Buffer> second = await(client.get(RANKINGS + "?limit=2&city=Cali")
                .header("X-Correlation-Id", "test-17")
                .send());

        assertThat(throughLane).hasValue(1);
        assertThat(second.bodyAsString()).isEqualTo(first.bodyAsString());
        assertThat(second.getHeader("X-Correlation-Id")).isEqualTo("test-17");
        for (String header : first.headers().names()) {
            if (!header.equalsIgnoreCase("X-Correlation-Id")) {
                assertThat(second.headers().getAll(header))
                        .as(header)
                        .isEqualTo(first.headers().getAll(header));
            }
        }
        assertThat(second.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(second.getHeader("Cache-Control")).isEqualTo("public, max-age=1");
    }

    @Test
    void lanePassesOnWhatTheRouterMustJudge() {
        players(1);
        int warm = get("").statusCode();

        HttpResponse<Buffer> bad = await(client.get(RANKINGS).bearer("no-token").send());
        HttpResponse<Buffer> post = await(client.post(RANKINGS).send());

        assertThat(List.of(warm, bad.statusCode(), post.statusCode())).containsExactly(200, 401, 405);
        assertThat(throughLane).hasValue(0);
    }

    @Test
    void clientThatHasTheAnswerIsToldSoInBothEncodings() {
        players(40);
        HttpResponse<Buffer> plain = get("");
        HttpResponse<Buffer> zipped = asking("Accept-Encoding", "br, gzip");

        assertThat(zipped.getHeader("Content-Encoding")).isEqualTo("gzip");
        assertThat(unzipped(zipped)).isEqualTo(plain.bodyAsString());
        assertThat(zipped.body().length()).isLessThan(plain.body().length() / 2);
        assertThat(zipped.getHeader("ETag"))
                .isNotEqualTo(plain.getHeader("ETag"))
                .startsWith("\"");
        assertThat(asking("Accept-Encoding", "gzip;q=0").getHeader("Content-Encoding"))
                .isNull();
        for (String tag : List.of(
                plain.getHeader("ETag"), zipped.getHeader("ETag"), "\"other\", W/" + plain.getHeader("ETag"), "*")) {
            HttpResponse<Buffer> known = asking("If-None-Match", tag);
            assertThat(known.statusCode()).as(tag).isEqualTo(304);
            assertThat(known.body()).as(tag).isNull();
            assertThat(known.getHeader("ETag")).isEqualTo(plain.getHeader("ETag"));
            assertThat(known.getHeader("Cache-Control")).isEqualTo(plain.getHeader("Cache-Control"));
            assertThat(known.getHeader("Vary")).isEqualTo("Accept-Encoding");
            assertThat(known.getHeader("X-Total-Count")).as("is of the body").isNull();
        }
        assertThat(asking("If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void changesOfOthersAreReadWithoutReadingAll() {
        VideoId first = players(2).get(0);
        assertThat(names(get(""))).containsExactly("Jugador 1", "Jugador 0");
        String cities = await(client.get("/api/public/cities").send()).getHeader("ETag");

        database.votes(first, 50, CoreDatabase.minute(3));
        UserId fresh = database.player("Nueva", "Estrella", "Bogotá", "bogota");
        database.votes(database.published(fresh, "jugada"), 7, CoreDatabase.minute(4));
        clock.advance(Duration.ofSeconds(1));

        assertThat(names(get(""))).containsExactly("Jugador 0", "Nueva Estrella", "Jugador 1");
        assertThat(names(get("?city=bogota"))).containsExactly("Nueva Estrella");
        assertThat(names(get("?city=cali"))).containsExactly("Jugador 0", "Jugador 1");
        assertThat(await(client.get("/api/public/cities").send()).getHeader("ETag"))
                .isNotEqualTo(cities);
        database.execute(
                "UPDATE players SET city = 'Cali', city_key = 'cali' WHERE user_id = $1", Tuple.of(fresh.value()));
        clock.advance(Duration.ofSeconds(1));
        assertThat(names(get("?city=cali"))).containsExactly("Jugador 0", "Nueva Estrella", "Jugador 1");
        assertThat(names(get("?city=bogota"))).isEmpty();
        assertThat(reads("whole")).isEqualTo(1);
        assertThat(reads("changes")).isPositive();
    }

    @Test
    void cityThatDidNotChangeKeepsItsAnswer() {
        VideoId voted = players(2).get(0);
        UserId other = database.player("Otra", "Ciudad", "Bogotá", "bogota");
        database.published(other, "jugada");
        int warm = get("?city=bogota").statusCode();
        database.votes(voted, 99, CoreDatabase.minute(9));
        clock.advance(Duration.ofSeconds(1));
        List<String> cali = names(get("?city=cali"));
        throughLane.set(0);

        assertThat(names(get("?city=bogota"))).containsExactly("Otra Ciudad");
        assertThat(warm).isEqualTo(200);
        assertThat(cali).startsWith("Jugador 0");
        assertThat(throughLane).hasValue(1);
    }

    @Test
    void readingAllMendsWhatChangesDoNotShow() {
        players(3);
        assertThat(names(get(""))).hasSize(3);
        database.execute("DELETE FROM players WHERE last_name = '1'", Tuple.tuple());

        clock.advance(Duration.ofSeconds(61));

        org.awaitility.Awaitility.await().untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(1));
            assertThat(names(get(""))).containsExactly("Jugador 2", "Jugador 0");
        });
        assertThat(reads("whole")).isEqualTo(2);
    }

    @Test
    void unknownCitiesAndOddSlicesCannotFillTheMemory() {
        RankingAnswers answers = new RankingAnswers();
        var large = co.anb.showcase.shared.http.Prepared.json("r", Buffer.buffer("x".repeat(100_000)), Map.of());

        for (int i = 0; i < 2_000; i++) {
            answers.put("/?city=" + i, java.util.Optional.empty(), 1, large);
        }
        answers.put("/?city=" + "x".repeat(300), java.util.Optional.empty(), 1, large);

        assertThat(answers.bytes()).isPositive().isLessThanOrEqualTo(32 << 20);
    }

    /** Players of Cali, the later ones better; gives their videos. */
    @CanIgnoreReturnValue
    private List<VideoId> players(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> {
                    VideoId video = database.published(
                            database.player("Jugador", Integer.toString(n), "Cali", "cali"), "jugada");
                    database.votes(video, n + 1, CoreDatabase.minute(1));
                    return video;
                })
                .toList();
    }

    private HttpResponse<Buffer> get(String query) {
        return await(client.get(RANKINGS + query).send());
    }

    /** Without the client's look at the body, which it can't unzip. */
    private HttpResponse<Buffer> asking(String header, String value) {
        var web = io.vertx.ext.web.client.WebClient.create(vertx);
        HttpResponse<Buffer> answer = await(web.get(server.actualPort(), "127.0.0.1", RANKINGS)
                .putHeader(header, value)
                .send());
        web.close();
        return answer;
    }

    private long reads(String kind) {
        return registry.get("showcase.ranking.read").tag("kind", kind).timer().count();
    }

    private static List<String> names(HttpResponse<Buffer> answer) {
        JsonArray rows = answer.bodyAsJsonArray();
        return rows.stream()
                .map(row -> ((JsonObject) row).getString("username"))
                .toList();
    }

    private static String unzipped(HttpResponse<Buffer> answer) {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(answer.body().getBytes()))) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
