package co.anb.showcase.api.vote;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.api.testing.PublicApi;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.limit.RateLimit;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lane in front of the router answers a vote as the router does, and leaves it whatever is unusual. */
@Showcase
class VoteLaneIT {

    private static final int PER_MINUTE = 8;

    private final Tokens tokens;
    private final CoreDatabase database;
    private final VoteBatchers batcher;
    private final PublicApi api;
    private final AtomicInteger taken = new AtomicInteger();
    private final String token;
    private final UserId owner;

    VoteLaneIT(Vertx vertx, ShowcaseServices services, Tokens tokens) {
        this.tokens = tokens;
        this.database = CoreDatabase.open(vertx, services);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        VoteConfig rules = new VoteConfig(false, PER_MINUTE);
        BatchConfig bounds = new BatchConfig(10_000, 64, Duration.ofSeconds(30), Duration.ofMinutes(1), 2);
        this.batcher = VoteBatchers.open(vertx, database.config(), rules, bounds, registry);
        this.api = PublicApi.start(vertx, tokens);
        RateLimit<UserId> limit = RateLimit.perMinute("votes", PER_MINUTE, registry, Clock.systemUTC());
        VoteRoutes routes = new VoteRoutes(api.edge(), api.auth(), new VoteService(batcher, registry), limit);
        routes.mount(api.router());
        api.lane(request -> {
            var found = routes.lane(request);
            found.ifPresent(one -> taken.incrementAndGet());
            return found;
        });
        this.owner = database.player("Ana", "Peña", "Bogotá", "bogota");
        this.token = tokens.mint(tokens.claims().put("sub", owner.toString()));
    }

    /** The first request of a token is the router's. */
    @BeforeEach
    void tokenIsKnown() {
        assertThat(post(path(UUID.randomUUID()), token).statusCode()).isEqualTo(404);
        assertThat(taken).hasValue(0);
    }

    @AfterEach
    void close() {
        api.close();
        await(batcher.close());
        database.close();
    }

    @Test
    void acceptedVoteLooksAsOnTheRouter() {
        HttpResponse<Buffer> onRouter = post(path(published()), tokens.mint());
        assertThat(taken).hasValue(0);

        HttpResponse<Buffer> onLane = post(path(published()), token);

        assertThat(taken).hasValue(1);
        assertThat(onLane.statusCode()).isEqualTo(200);
        assertThat(onLane.body()).isEqualTo(onRouter.body());
        Map<String, String> expected = headers(onRouter);
        expected.remove("x-correlation-id");
        expected.put("ratelimit", "\"votes\";r=6;t=15");
        assertThat(headers(onLane)).isEqualTo(expected);
    }

    @Test
    void refusedVotesAreProblems() {
        UUID video = published();
        assertThat(post(path(video), token).statusCode()).isEqualTo(200);

        assertThat(problem(post(path(video), token), 400)).isEqualTo("ALREADY_VOTED");
        assertThat(problem(post(path(UUID.randomUUID()), token), 404)).isEqualTo("VIDEO_NOT_FOUND");
        assertThat(problem(post(path(published(owner)), token), 400)).isEqualTo("OWN_VIDEO");
        assertThat(taken).hasValue(4);
    }

    @Test
    void problemLooksAsOnTheRouter() {
        UUID unknown = UUID.randomUUID();
        HttpResponse<Buffer> onRouter = await(api.client()
                .post(path(unknown) + "/")
                .bearer(token)
                .header("Accept-Language", "en")
                .header("X-Correlation-Id", "mine")
                .send());
        assertThat(taken).hasValue(0);

        HttpResponse<Buffer> onLane = await(api.client()
                .post(path(unknown))
                .bearer(token)
                .header("Accept-Language", "en")
                .header("X-Correlation-Id", "mine")
                .send());

        assertThat(taken).hasValue(1);
        JsonObject expected = onRouter.bodyAsJsonObject().put("instance", path(unknown));
        assertThat(onLane.bodyAsJsonObject()).isEqualTo(expected);
        assertThat(expected.getString("traceId")).isEqualTo("mine");
        Map<String, String> headers = headers(onRouter);
        headers.put("ratelimit", "\"votes\";r=5;t=23");
        headers.put("content-length", Integer.toString(onLane.body().length()));
        assertThat(headers(onLane)).isEqualTo(headers);
    }

    @Test
    void correlationIdIsEchoed() {
        HttpResponse<Buffer> answer = await(api.client()
                .post(path(published()))
                .bearer(token)
                .header("X-Correlation-Id", "abc-123")
                .send());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("X-Correlation-Id")).isEqualTo("abc-123");
        assertThat(answer.getHeader("X-Frame-Options")).isEqualTo("DENY");
        assertThat(taken).hasValue(1);
    }

    @Test
    void limitCountsLaneAndRouterTogether() {
        for (int left = PER_MINUTE - 2; left >= 0; left--) {
            assertThat(post(path(published()), token).getHeader("RateLimit")).contains(";r=" + left + ";");
        }

        HttpResponse<Buffer> refused = post(path(published()), token);

        assertThat(problem(refused, 429)).isEqualTo("RATE_LIMITED");
        assertThat(refused.getHeader("Retry-After")).isNotNull();
        assertThat(refused.getHeader("RateLimit")).contains(";r=0;");
        assertThat(taken).hasValue(PER_MINUTE);
    }

    @Test
    void endedSessionIsLeftToTheRouterWhichRefusesIt() {
        JsonObject claims = tokens.claims();
        String other = tokens.mint(claims);
        assertThat(post(path(published()), other).statusCode()).isEqualTo(200);

        api.revoke(UUID.fromString(claims.getString("sid")));

        assertThat(problem(post(path(published()), other), 401)).isEqualTo("UNAUTHORIZED");
        assertThat(taken).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?x=1", "/", "%20", "/more"})
    void whateverIsOddAboutThePathIsTheRouters(String end) {
        int status = post(path(published()) + end, token).statusCode();

        assertThat(status).isIn(200, 404);
        assertThat(taken).hasValue(0);
    }

    @Test
    void requestWithABodyIsTheRouters() {
        HttpResponse<Buffer> answer =
                await(api.client().post(path(published())).bearer(token).sendJson(new JsonObject().put("a", 1)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(taken).hasValue(0);
    }

    private UUID published() {
        return published(database.player("Luis", "Ñáñez", "Cali", "cali"));
    }

    private UUID published(UserId player) {
        VideoId video = database.published(player, "Mi jugada");
        return video.value();
    }

    private HttpResponse<Buffer> post(String path, String bearer) {
        return await(api.client().post(path).bearer(bearer).send());
    }

    private static String path(UUID video) {
        return "/api/public/videos/" + video + "/vote";
    }

    private static String problem(HttpResponse<Buffer> answer, int status) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.getHeader("X-Correlation-Id"))
                .isEqualTo(answer.bodyAsJsonObject().getString("traceId"));
        assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        return answer.bodyAsJsonObject().getString("error_code");
    }

    private static Map<String, String> headers(HttpResponse<Buffer> answer) {
        MultiMap headers = answer.headers();
        Map<String, String> lowerCase = new TreeMap<>();
        List.copyOf(headers.names())
                .forEach(name -> lowerCase.put(name.toLowerCase(java.util.Locale.ROOT), headers.get(name)));
        return lowerCase;
    }
}
