package co.anb.showcase.api.ranking;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.api.testing.PublicApi;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ranking over real HTTP on a real database. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RankingRoutesIT {

    private static final String RANKINGS = "/api/public/rankings";

    private final SteppedClock clock = new SteppedClock();
    private Vertx vertx;
    private Tokens tokens;
    private CoreDatabase database;
    private PublicApi api;

    @BeforeAll
    void open(Vertx givenVertx, ShowcaseServices services, Tokens givenTokens) {
        vertx = givenVertx;
        tokens = givenTokens;
        database = CoreDatabase.open(vertx, services);
    }

    @BeforeEach
    void start() {
        database.execute("TRUNCATE players, videos, video_stats", Tuple.tuple());
        api = mounted(Duration.ZERO, clock);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void votesOfAPlayersPublishedVideosAreSummed() {
        UserId ana = database.player("Ana", "Peña", "Bogotá", "bogota");
        UserId leo = database.player("Leo", "Ruiz", "Cali", "cali");
        UserId none = database.player("Sin", "Video", "Cali", "cali");
        voted(ana, 3, 1);
        voted(ana, 4, 2);
        voted(leo, 5, 3);
        database.uploaded(leo, "no cuenta");
        database.uploaded(none, "no cuenta");

        JsonArray ranking = ranking("");

        assertThat(ranking).containsExactly(row(1, "Ana Peña", "Bogotá", 7), row(2, "Leo Ruiz", "Cali", 5));
    }

    @Test
    void playerWithoutVotesIsInTheRanking() {
        voted(database.player("Ana", "Peña", "Bogotá", "bogota"), 0, null);

        assertThat(ranking("")).containsExactly(row(1, "Ana Peña", "Bogotá", 0));
    }

    @Test
    void playersOfOneNameAreTwoRows() {
        voted(database.player("Ana", "Peña", "Bogotá", "bogota"), 2, 1);
        voted(database.player("Ana", "Peña", "Bogotá", "bogota"), 1, 2);

        assertThat(ranking("")).containsExactly(row(1, "Ana Peña", "Bogotá", 2), row(2, "Ana Peña", "Bogotá", 1));
    }

    @Test
    void tieGoesToTheEarlierLastVoteThenToTheId() {
        UserId third = database.player("Sin", "Votos A", "Cali", "cali");
        UserId fourth = database.player("Sin", "Votos B", "Cali", "cali");
        UserId second = database.player("Luz", "Tarde", "Cali", "cali");
        UserId first = database.player("Leo", "Pronto", "Cali", "cali");
        voted(fourth, 0, null);
        voted(third, 0, null);
        voted(second, 1, 1);
        voted(second, 4, 9);
        voted(first, 5, 8);

        assertThat(names(ranking(""))).containsExactly("Leo Pronto", "Luz Tarde", "Sin Votos A", "Sin Votos B");
    }

    @Test
    void positionsRunInsideTheCity() {
        sevenPlayers();
        voted(database.player("Sol", "Vega", "Bogotá", "bogota"), 50, 1);
        voted(database.player("Mar", "Díaz", "BOGOTA", "bogota"), 40, 2);

        for (String city : List.of("Bogotá", "bogota", " BOGOTÁ ", "bogotá")) {
            HttpResponse<Buffer> answer =
                    await(api.client().get(RANKINGS).query("city", city).send());

            assertThat(answer.bodyAsJsonArray())
                    .containsExactly(row(1, "Sol Vega", "Bogotá", 50), row(2, "Mar Díaz", "BOGOTA", 40));
            assertThat(answer.getHeader("X-Total-Count")).isEqualTo("2");
        }
        assertThat(ranking("?city=Nowhere")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|1 2 3 4 5 6 7",
                "limit=3|1 2 3",
                "limit=3&offset=3|4 5 6",
                "limit=100&offset=6|7",
                "offset=7|",
                "offset=2147483647|",
                "page=1&size=3|1 2 3",
                "page=3&size=3|7",
                "page=2|",
                "size=2|1 2",
                "page=2147483647&size=100|",
                "from=2&to=4|2 3 4",
                "from=6|6 7",
                "to=2|1 2",
                "from=3&to=3|3",
                "from=1&to=2147483647|1 2 3 4 5 6 7",
                "from=8&to=9|",
                "city=cali&from=2&to=3|2 3"
            })
    void partIsCutOutInEachWayOfPaging(@Nullable String query, @Nullable String positions) {
        sevenPlayers();

        HttpResponse<Buffer> answer = await(
                api.client().get(RANKINGS + (query == null ? "" : "?" + query)).send());

        List<String> expected = positions == null ? List.of() : List.of(positions.split(" "));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("X-Total-Count")).isEqualTo("7");
        assertThat(objects(answer.bodyAsJsonArray()).map(row -> Integer.toString(row.getInteger("position"))))
                .containsExactlyElementsOf(expected);
        assertThat(names(answer.bodyAsJsonArray()))
                .containsExactlyElementsOf(
                        expected.stream().map(n -> "Jugador " + n).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=abc",
                "limit=",
                "limit=1.0",
                "limit=0",
                "limit=-1",
                "limit=101",
                "limit=99999999999999",
                "offset=-1",
                "offset=x",
                "page=0",
                "page=-1",
                "page=x",
                "size=0",
                "size=101",
                "size=x",
                "from=0",
                "from=-3",
                "from=x",
                "to=0",
                "to=x",
                "from=5&to=4",
                "limit=1&limit=2",
                "limit=5&page=1",
                "limit=5&size=5",
                "offset=0&size=5",
                "offset=0&page=1",
                "page=1&from=1",
                "size=5&to=3",
                "limit=5&from=1",
                "offset=1&to=3"
            })
    void badQueryIsRefused(String query) {
        HttpResponse<Buffer> answer =
                await(api.client().get(RANKINGS + "?" + query).send());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsJsonObject().getString("error_code")).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.bodyAsJsonObject().getString("detail")).isEqualTo("Parámetro inválido en la consulta.");
    }

    @Test
    void linksLeadThroughTheRankingInTheWayThatWasAsked() {
        sevenPlayers();

        assertThat(links("?limit=3&offset=3"))
                .containsExactly(
                        "</api/public/rankings?limit=3&offset=0>; rel=\"first\"",
                        "</api/public/rankings?limit=3&offset=0>; rel=\"prev\"",
                        "</api/public/rankings?limit=3&offset=6>; rel=\"next\"",
                        "</api/public/rankings?limit=3&offset=6>; rel=\"last\"");
        assertThat(links("?city=%C3%87ali&page=1&size=4"))
                .containsExactly(
                        "</api/public/rankings?city=%C3%87ali&page=1&size=4>; rel=\"first\"",
                        "</api/public/rankings?city=%C3%87ali&page=2&size=4>; rel=\"next\"",
                        "</api/public/rankings?city=%C3%87ali&page=2&size=4>; rel=\"last\"");
        assertThat(links("?from=6&to=7"))
                .containsExactly(
                        "</api/public/rankings?from=1&to=2>; rel=\"first\"",
                        "</api/public/rankings?from=4&to=5>; rel=\"prev\"",
                        "</api/public/rankings?from=7&to=8>; rel=\"last\"");
        assertThat(links("?offset=500"))
                .containsExactly(
                        "</api/public/rankings?limit=50&offset=0>; rel=\"first\"",
                        "</api/public/rankings?limit=50&offset=0>; rel=\"prev\"",
                        "</api/public/rankings?limit=50&offset=0>; rel=\"last\"");
        assertThat(links("?city=nowhere")).hasSize(2);
    }

    @Test
    void eachNextLinkIsGoodUntilTheEnd() {
        sevenPlayers();
        List<String> seen = new ArrayList<>();
        String path = RANKINGS + "?page=1&size=3";
        while (!path.isEmpty()) {
            HttpResponse<Buffer> answer = await(api.client().get(path).send());
            seen.addAll(names(answer.bodyAsJsonArray()));
            path = Stream.of(answer.getHeader("Link").split(", "))
                    .filter(link -> link.endsWith("rel=\"next\""))
                    .map(link -> link.replaceAll("^<(.*)>.*$", "$1"))
                    .findFirst()
                    .orElse("");
        }

        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void citiesAreThoseOfPlayersInTheRanking() {
        voted(database.player("Ana", "Uno", "Medellín", "medellin"), 9, 1);
        voted(database.player("Ana", "Dos", "bogota", "bogota"), 8, 2);
        voted(database.player("Ana", "Tres", "Bogotá", "bogota"), 7, 3);
        voted(database.player("Ana", "Cuatro", "Bogotá", "bogota"), 6, 4);
        database.uploaded(database.player("Ana", "Cinco", "Cali", "cali"), "no cuenta");

        HttpResponse<Buffer> answer =
                await(api.client().get("/api/public/cities").send());

        assertThat(answer.bodyAsJsonArray())
                .containsExactly(
                        new JsonObject().put("city", "Bogotá").put("players", 3),
                        new JsonObject().put("city", "Medellín").put("players", 1));
    }

    @Test
    void rankingIsKeptForItsAgeAndNoLonger() {
        api.close();
        api = mounted(Duration.ofSeconds(5), clock);
        UserId ana = database.player("Ana", "Peña", "Bogotá", "bogota");
        VideoId video = voted(ana, 1, 1);
        assertThat(ranking("")).containsExactly(row(1, "Ana Peña", "Bogotá", 1));
        database.votes(video, 2, CoreDatabase.minute(2));

        clock.advance(Duration.ofMillis(4_999));
        assertThat(ranking("")).containsExactly(row(1, "Ana Peña", "Bogotá", 1));
        clock.advance(Duration.ofMillis(1));

        assertThat(ranking("")).containsExactly(row(1, "Ana Peña", "Bogotá", 2));
    }

    @Test
    void tokenIsOptionalButMustBeGood() {
        assertThat(await(api.client().get(RANKINGS).bearer(tokens.mint()).send())
                        .statusCode())
                .isEqualTo(200);
        assertThat(await(api.client().get(RANKINGS).bearer(tokens.tampered()).send())
                        .statusCode())
                .isEqualTo(401);
    }

    private PublicApi mounted(Duration maxAge, Clock time) {
        PublicApi started = PublicApi.start(vertx, tokens);
        RankingService service =
                new RankingService(vertx, database.pool(), new RankingConfig(maxAge), new SimpleMeterRegistry(), time);
        new RankingRoutes(started.edge(), started.auth(), service).mount(started.router());
        return started;
    }

    private void sevenPlayers() {
        for (int n = 1; n <= 7; n++) {
            voted(database.player("Jugador", Integer.toString(n), "Cali", "cali"), 20 - n, n);
        }
    }

    @CanIgnoreReturnValue
    private VideoId voted(UserId owner, long votes, @Nullable Integer lastMinute) {
        VideoId video = database.published(owner, "jugada");
        database.votes(video, votes, lastMinute == null ? null : CoreDatabase.minute(lastMinute));
        return video;
    }

    private JsonArray ranking(String query) {
        HttpResponse<Buffer> answer = await(api.client().get(RANKINGS + query).send());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.bodyAsJsonArray();
    }

    private List<String> links(String query) {
        return List.of(await(api.client().get(RANKINGS + query).send())
                .getHeader("Link")
                .split(", "));
    }

    private static JsonObject row(int position, String username, String city, int votes) {
        return new JsonObject()
                .put("position", position)
                .put("username", username)
                .put("city", city)
                .put("votes", votes);
    }

    private static List<String> names(JsonArray ranking) {
        return objects(ranking).map(row -> row.getString("username")).toList();
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }
}
