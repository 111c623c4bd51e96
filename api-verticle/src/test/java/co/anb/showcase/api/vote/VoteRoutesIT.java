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
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Voting over real HTTP on a real database. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VoteRoutesIT {

    private static final VoteConfig OPEN = new VoteConfig(true, 10_000);
    private static final long PATIENCE_SECONDS = 50;

    private final List<VoteBatchers> batchers = new ArrayList<>();
    private Vertx vertx;
    private Tokens tokens;
    private CoreDatabase database;
    private PublicApi api;
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private UserId owner;
    private VideoId video;

    @BeforeAll
    void open(Vertx givenVertx, ShowcaseServices services, Tokens givenTokens) {
        vertx = givenVertx;
        tokens = givenTokens;
        database = CoreDatabase.open(vertx, services);
    }

    @BeforeEach
    void start() {
        registry = new SimpleMeterRegistry();
        api = mounted(OPEN);
        owner = database.player("Ana", "Peña", "Bogotá", "bogota");
        video = database.published(owner, "Mi jugada");
    }

    @AfterEach
    void stop() {
        api.close();
        batchers.forEach(batcher -> await(batcher.close()));
        batchers.clear();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void voteIsStoredAndCounted() {
        HttpResponse<Buffer> answer = vote(video, tokens.mint());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.bodyAsJsonObject())
                .isEqualTo(new JsonObject().put("message", "Voto registrado exitosamente."));
        assertThat(rows(video)).isEqualTo(1);
        assertThat(counter(video)).isEqualTo(1);
        assertThat(lastVoteIsNewest(video)).isTrue();
        assertThat(registry.get("showcase.vote.cast")
                        .tag("outcome", "accepted")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void secondVoteOfAUserIsRefused() {
        String token = tokens.mint();
        int first = vote(video, token).statusCode();

        HttpResponse<Buffer> second = vote(video, token);

        assertThat(first).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.bodyAsJsonObject().getString("error_code")).isEqualTo("ALREADY_VOTED");
        assertThat(second.bodyAsJsonObject().getString("detail")).isEqualTo("Ya has votado por este video.");
        assertThat(counter(video)).isEqualTo(1);
    }

    @Test
    void userMayVoteForSeveralVideos() {
        String token = tokens.mint();
        VideoId other = database.published(owner, "Otra jugada");

        assertThat(vote(video, token).statusCode()).isEqualTo(200);
        assertThat(vote(other, token).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-a-uuid", "0", "00000000-0000-7000-8000-000000000000", "%27%3B%20DROP%20TABLE%20votes"})
    void unknownAndMalformedVideosAreNotFound(String id) {
        String token = tokens.mint();

        HttpResponse<Buffer> cast = await(api.client()
                .post("/api/public/videos/" + id + "/vote")
                .bearer(token)
                .send());
        HttpResponse<Buffer> withdrawn = await(api.client()
                .delete("/api/public/videos/" + id + "/vote")
                .bearer(token)
                .send());

        assertThat(cast.statusCode()).isEqualTo(404);
        assertThat(cast.bodyAsJsonObject().getString("error_code")).isEqualTo("VIDEO_NOT_FOUND");
        assertThat(withdrawn.statusCode()).isEqualTo(404);
    }

    @Test
    void videoThatIsNotPublishedIsNotFound() {
        VideoId hidden = database.uploaded(owner, "Sin procesar");

        assertThat(vote(hidden, tokens.mint()).statusCode()).isEqualTo(404);
        assertThat(rows(hidden)).isZero();
    }

    @Test
    void strangersMayNotVote() {
        HttpResponse<Buffer> anonymous = await(api.client().post(path(video)).send());

        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(anonymous.getHeader("WWW-Authenticate")).startsWith("Bearer");
        assertThat(vote(video, tokens.expired()).statusCode()).isEqualTo(401);
        assertThat(vote(video, tokens.signedWithOtherKey()).statusCode()).isEqualTo(401);
        assertThat(vote(video, tokens.unsigned()).statusCode()).isEqualTo(401);
        assertThat(await(api.client().delete(path(video)).send()).statusCode()).isEqualTo(401);
        assertThat(rows(video)).isZero();
    }

    @Test
    void ownVideoIsAllowedUnlessSwitchedOff() {
        String token = tokens.mint(tokens.claims().put("sub", owner.toString()));
        int open = vote(video, token).statusCode();
        assertThat(await(api.client().delete(path(video)).bearer(token).send()).statusCode())
                .isEqualTo(204);
        api.close();
        api = mounted(new VoteConfig(false, 10_000));

        HttpResponse<Buffer> closed = vote(video, token);

        assertThat(open).isEqualTo(200);
        assertThat(closed.statusCode()).isEqualTo(400);
        assertThat(closed.bodyAsJsonObject().getString("error_code")).isEqualTo("OWN_VIDEO");
        assertThat(counter(video)).isZero();
        assertThat(vote(video, tokens.mint()).statusCode()).isEqualTo(200);
    }

    @Test
    void voteCanBeTakenBackOnceAndGivenAgain() {
        String token = tokens.mint();
        int first = vote(video, token).statusCode();

        HttpResponse<Buffer> withdrawn =
                await(api.client().delete(path(video)).bearer(token).send());
        HttpResponse<Buffer> again =
                await(api.client().delete(path(video)).bearer(token).send());

        assertThat(first).isEqualTo(200);
        assertThat(withdrawn.statusCode()).isEqualTo(204);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.bodyAsJsonObject().getString("error_code")).isEqualTo("VOTE_NOT_FOUND");
        assertThat(counter(video)).isZero();
        assertThat(vote(video, token).statusCode()).isEqualTo(200);
        assertThat(counter(video)).isEqualTo(1);
    }

    @Test
    void takingBackTheLastVoteBringsBackTheTimeOfTheOneBefore() {
        String token = tokens.mint();
        assertThat(vote(video, tokens.mint()).statusCode()).isEqualTo(200);
        Object before = stats(video).getValue("last_vote_at");
        assertThat(vote(video, token).statusCode()).isEqualTo(200);

        assertThat(await(api.client().delete(path(video)).bearer(token).send()).statusCode())
                .isEqualTo(204);

        assertThat(stats(video).getValue("last_vote_at")).isEqualTo(before);
    }

    @Test
    void voteCountsAlthoughTheCounterIsMissing() {
        database.execute("DELETE FROM video_stats WHERE video_id = $1", Tuple.of(video.value()));

        assertThat(vote(video, tokens.mint()).statusCode()).isEqualTo(200);

        assertThat(counter(video)).isEqualTo(1);
    }

    @Test
    void trailingSlashIsTolerated() {
        HttpResponse<Buffer> answer =
                await(api.client().post(path(video) + "/").bearer(tokens.mint()).send());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void tooManyAttemptsAreHeldBack() {
        api.close();
        api = mounted(new VoteConfig(true, 3));
        String token = tokens.mint();
        List<Integer> statuses = IntStream.range(0, 3)
                .mapToObj(n -> vote(video, token).statusCode())
                .toList();

        HttpResponse<Buffer> answer = vote(video, token);

        assertThat(statuses).containsExactly(200, 400, 400);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.getHeader("Retry-After")).matches("[1-9][0-9]*");
        assertThat(answer.getHeader("RateLimit-Policy")).isEqualTo("\"votes\";q=3;w=60");
        assertThat(answer.getHeader("RateLimit")).matches("\"votes\";r=0;t=[1-9][0-9]*");
        assertThat(vote(video, tokens.mint()).statusCode()).isEqualTo(200);
    }

    @Test
    void ofTwoHundredVotesAtOnceOfOneUserOneCounts() {
        String token = tokens.mint();
        List<Future<HttpResponse<Buffer>>> answers = IntStream.range(0, 200)
                .mapToObj(n -> api.client().post(path(video)).bearer(token).send())
                .toList();

        Map<Integer, Long> statusToCount = patiently(answers).stream()
                .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));

        assertThat(statusToCount).isEqualTo(Map.of(200, 1L, 400, 199L));
        assertThat(rows(video)).isEqualTo(1);
        assertThat(counter(video)).isEqualTo(1);
    }

    @Test
    void parallelVotesOfManyUsersForManyVideosAreAllCountedOnce() {
        List<VideoId> videos = Stream.generate(() -> database.published(owner, "paralelo"))
                .limit(10)
                .toList();
        List<UserId> users = Stream.generate(UserId::next).limit(40).toList();
        VoteService target = service(OPEN);
        List<Function<VoteService, Future<VoteOutcome>>> casts = new ArrayList<>();
        users.forEach(user ->
                videos.forEach(each -> casts.addAll(Collections.nCopies(2, service -> service.cast(each, user)))));
        Collections.shuffle(casts, new Random(7));

        List<VoteOutcome> outcomes =
                patiently(casts.stream().map(cast -> cast.apply(target)).toList());

        assertThat(outcomes).filteredOn(VoteOutcome.ACCEPTED::equals).hasSize(400);
        assertThat(outcomes).filteredOn(VoteOutcome.ALREADY_VOTED::equals).hasSize(400);
        assertThat(videos).allSatisfy(each -> {
            assertThat(rows(each)).isEqualTo(40);
            assertThat(counter(each)).isEqualTo(40);
            assertThat(lastVoteIsNewest(each)).isTrue();
        });
    }

    @Test
    void parallelVotesAndWithdrawalsKeepCounterAndRowsEqual() {
        List<UserId> users = Stream.generate(UserId::next).limit(40).toList();
        VoteService target = service(OPEN);
        List<Function<VoteService, Future<Boolean>>> actions = new ArrayList<>();
        users.forEach(user -> {
            actions.addAll(
                    Collections.nCopies(6, service -> service.cast(video, user).map(VoteOutcome.ACCEPTED::equals)));
            actions.addAll(Collections.nCopies(6, service -> service.withdraw(video, user)));
        });
        Collections.shuffle(actions, new Random(11));

        List<Boolean> done =
                patiently(actions.stream().map(action -> action.apply(target)).toList());

        assertThat(done).hasSize(480).contains(true);
        assertThat(counter(video)).isEqualTo(rows(video));
        assertThat(lastVoteIsNewest(video)).isTrue();
    }

    private PublicApi mounted(VoteConfig config) {
        PublicApi started = PublicApi.start(vertx, tokens);
        RateLimit<UserId> limit = RateLimit.perMinute("votes", config.perMinute(), registry, Clock.systemUTC());
        VoteRoutes routes = new VoteRoutes(started.edge(), started.auth(), service(config), limit);
        routes.mount(started.router());
        // In front of them as in production: it takes what comes with a token that was verified before.
        started.lane(routes::lane);
        return started;
    }

    private VoteService service(VoteConfig config) {
        BatchConfig bounds = new BatchConfig(10_000, 64, Duration.ofSeconds(30), Duration.ofMinutes(1), 2);
        VoteBatchers batcher = VoteBatchers.open(vertx, database.config(), config, bounds, registry);
        batchers.add(batcher);
        return new VoteService(batcher, registry);
    }

    private HttpResponse<Buffer> vote(VideoId target, String token) {
        return await(api.client().post(path(target)).bearer(token).send());
    }

    private static String path(VideoId target) {
        return "/api/public/videos/" + target + "/vote";
    }

    private long rows(VideoId target) {
        return database.count("SELECT count(*) FROM votes WHERE video_id = $1", Tuple.of(target.value()));
    }

    private long counter(VideoId target) {
        return stats(target).getLong("votes");
    }

    private Row stats(VideoId target) {
        return database.query(
                        "SELECT votes, last_vote_at FROM video_stats WHERE video_id = $1", Tuple.of(target.value()))
                .get(0);
    }

    private boolean lastVoteIsNewest(VideoId target) {
        UUID id = target.value();
        return database.query("""
                        SELECT s.last_vote_at IS NOT DISTINCT FROM
                          (SELECT max(voted_at) FROM votes v WHERE v.video_id = s.video_id) AS newest
                        FROM video_stats s WHERE s.video_id = $1
                        """, Tuple.of(id)).get(0).getBoolean("newest");
    }

    private static <T> List<T> patiently(List<Future<T>> futures) {
        try {
            return Future.all(futures).map(all -> all.<T>list()).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not all were answered", e);
        }
    }
}
