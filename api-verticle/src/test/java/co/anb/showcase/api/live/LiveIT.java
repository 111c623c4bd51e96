package co.anb.showcase.api.live;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.api.testing.EventStream;
import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.events.VideoChanged;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is followed over HTTP, on two nodes that know nothing of each other but the database. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveIT {

    private Vertx vertx;
    private Vertx otherVertx;
    private Tokens tokens;
    private TestApi api;
    private TestApi other;
    private JsonObject claims;
    private UserId owner;

    @BeforeAll
    void start(Vertx givenVertx, ShowcaseServices services, Tokens givenTokens) {
        vertx = givenVertx;
        otherVertx = Vertx.vertx();
        tokens = givenTokens;
        Map<String, String> variables = Map.of("LIVE_HEARTBEAT", "1s", "LIVE_STREAMS_PER_USER", "2");
        api = TestApi.start(vertx, services, tokens, variables);
        other = TestApi.start(otherVertx, services, tokens, variables);
        claims = tokens.claims();
        owner = new UserId(UUID.fromString(claims.getString("sub")));
    }

    @AfterAll
    void stop() {
        other.close();
        api.close();
        await(otherVertx.close());
    }

    @Test
    void presentStateComesFirstAndAChangeThatNoEventTellsFollows() {
        VideoId video = processing();
        try (EventStream stream = follow(video, claims)) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(stream.first().object()).isEqualTo(state(video, "processing", progress("encode", 10)));

            api.sql("UPDATE jobs SET percent = 60 WHERE video_id = $1", video.value());
            stream.last(event -> event.object().equals(state(video, "processing", progress("encode", 60))));

            api.sql("DELETE FROM jobs WHERE video_id = $1", video.value());
            api.sql("UPDATE videos SET status = 'failed', failure_reason = 'Muy corto.' WHERE id = $1", video.value());
            stream.last(
                    event -> event.object().equals(state(video, "failed", null).put("failure_reason", "Muy corto.")));

            api.sql("DELETE FROM videos WHERE id = $1", video.value());
            stream.awaitEnd();
        }
    }

    @Test
    void eventOfTheWorkerIsAheadOfTheDatabase() {
        VideoId video = processing();
        try (EventStream stream = follow(video, claims)) {
            stream.first();

            heard(video, "processing", 42);
            stream.last(event -> event.object().equals(state(video, "processing", progress("encode", 42))));
            heard(video, "processing", 55);
            stream.last(event -> event.object().equals(state(video, "processing", progress("encode", 55))));

            api.sql("UPDATE jobs SET percent = 70 WHERE video_id = $1", video.value());
            stream.last(event -> event.object().equals(state(video, "processing", progress("encode", 70))));
            assertThat(stream.events()).as("it never went back").hasSize(4);
        }
    }

    @Test
    void whoHasThePresentVersionGetsItAgain() {
        VideoId video = processing();
        try (EventStream stream = follow(video, claims);
                EventStream again = open(
                        other,
                        otherVertx,
                        path(video),
                        headers(claims).set("Last-Event-ID", stream.first().id()))) {
            assertThat(again.first()).isEqualTo(stream.first());
        }
    }

    @Test
    void streamOnWhichNothingHappensIsKeptAlive() {
        try (EventStream stream = follow(processing(), claims)) {
            stream.first();
            Awaitility.await().untilAsserted(() -> assertThat(stream.others()).contains(":"));
            assertThat(stream.others().get(0)).matches("retry: [1-4]\\d{3}");
        }
    }

    @Test
    void onlyTheOwnerMayFollowHisVideo() {
        VideoId video = processing();

        assertThat(status(path(video), MultiMap.caseInsensitiveMultiMap())).isEqualTo(401);
        assertThat(status(path(video), headers(tokens.claims()))).isEqualTo(403);
        assertThat(status("/api/videos/" + Ids.next() + "/events", headers(claims)))
                .isEqualTo(404);
        assertThat(status("/api/videos/nonsense/events", headers(claims))).isEqualTo(404);
    }

    @Test
    void streamEndsWithItsToken() {
        VideoId video = processing();
        JsonObject shortly =
                claims.copy().put("exp", Instant.now().plusSeconds(2).getEpochSecond());
        try (EventStream stream = follow(video, shortly)) {
            stream.first();
            stream.awaitEnd();
            assertThat(Instant.now().getEpochSecond()).isGreaterThanOrEqualTo(shortly.getLong("exp"));
        }
    }

    @Test
    void streamEndsAtLogoutAndAtDisabling() {
        VideoId video = processing();
        JsonObject session = claims.copy().put("sid", UUID.randomUUID().toString());
        try (EventStream stream = follow(video, session);
                EventStream stays = follow(video, claims)) {
            stream.first();
            stays.first();
            tokens.revokeSession(session.getString("sid"));

            stream.awaitEnd();
            assertThat(stays.isEnded()).isFalse();
        }
        JsonObject disabled = tokens.claims();
        UserId user = new UserId(UUID.fromString(disabled.getString("sub")));
        try (EventStream stream = follow(processing(user), disabled)) {
            stream.first();
            tokens.revokeUser(user.value());
            stream.awaitEnd();
        }
    }

    @Test
    void voteOnAnotherNodeIsSeenByWhoeverFollowsTheRankingOrTheVideo() {
        VideoId video = published("Ana", "Leticia");
        MultiMap nobody = MultiMap.caseInsensitiveMultiMap();
        try (EventStream city = open(api, vertx, "/api/public/rankings/stream?city=leticia", nobody);
                EventStream all = open(api, vertx, "/api/public/rankings/stream", nobody);
                EventStream votes = open(api, vertx, "/api/public/videos/" + video + "/votes/stream", nobody)) {
            assertThat(city.first().array()).isEqualTo(new JsonArray().add(row("Leticia", 0)));
            assertThat(votes.first().object().getLong("votes")).isZero();
            assertThat(all.first().data()).contains("Leticia");

            for (int i = 0; i < 5; i++) {
                await(other.client()
                        .post("/api/public/videos/" + video + "/vote")
                        .bearer(tokens.mint())
                        .send());
            }

            Instant accepted = Instant.now();
            votes.last(event -> event.object().getLong("votes") == 5);
            city.last(event -> event.array().equals(new JsonArray().add(row("Leticia", 5))));
            all.last(event -> event.data().contains("\"votes\":5"));
            assertThat(Duration.between(accepted, Instant.now()))
                    .as("what is promised")
                    .isLessThan(Duration.ofSeconds(5));

            api.sql("UPDATE videos SET published_at = NULL WHERE id = $1", video.value());
            votes.awaitEnd();
        }
    }

    @Test
    void whatThePublicFollowsIsPublished() {
        MultiMap nobody = MultiMap.caseInsensitiveMultiMap();

        assertThat(status("/api/public/videos/" + processing() + "/votes/stream", nobody))
                .isEqualTo(404);
        assertThat(status("/api/public/videos/nonsense/votes/stream", nobody)).isEqualTo(404);
        assertThat(status("/api/public/rankings/stream?city=" + "x".repeat(101), nobody))
                .isEqualTo(400);
        assertThat(status("/api/public/rankings/stream", nobody.set("Authorization", "Bearer x")))
                .isEqualTo(401);
        try (EventStream nowhere =
                open(api, vertx, "/api/public/rankings/stream?city=nowhere", MultiMap.caseInsensitiveMultiMap())) {
            assertThat(nowhere.first().data()).isEqualTo("[]");
        }
    }

    @Test
    void userHasSoManyStreams() {
        JsonObject busy = tokens.claims();
        VideoId video = processing(new UserId(UUID.fromString(busy.getString("sub"))));
        try (EventStream one = follow(video, busy);
                EventStream two = follow(video, busy)) {
            assertThat(one.status() + two.status()).isEqualTo(400);
            assertThat(status(path(video), headers(busy))).isEqualTo(429);
        }
        Awaitility.await().until(() -> status(path(video), headers(busy)) == 200);
    }

    @Test
    void nodeThatStopsEndsItsStreamsAtOnce(ShowcaseServices services) {
        // Of its own, since services of one Vert.x share a free port.
        Vertx stoppingVertx = Vertx.vertx();
        TestApi stopping = TestApi.start(stoppingVertx, services, tokens, Map.of("HTTP_DRAIN_LIMIT", "1m"));
        try (EventStream stream = open(stopping, vertx, path(processing()), headers(claims))) {
            stream.first();
            stopping.close();
            stream.awaitEnd();
        }
        await(stoppingVertx.close());
    }

    private EventStream follow(VideoId video, JsonObject caller) {
        return open(api, vertx, path(video), headers(caller));
    }

    private int status(String path, MultiMap headers) {
        try (EventStream answer = open(api, vertx, path, headers)) {
            return answer.status();
        }
    }

    private EventStream open(TestApi node, Vertx clients, String path, MultiMap headers) {
        return EventStream.open(clients, node.port(), path, node.client().check(), headers);
    }

    private MultiMap headers(JsonObject caller) {
        return MultiMap.caseInsensitiveMultiMap().set("Authorization", "Bearer " + tokens.mint(caller));
    }

    private static String path(VideoId video) {
        return "/api/videos/" + video + "/events";
    }

    private VideoId processing() {
        return processing(owner);
    }

    /** A video that a worker is at, which nobody else touches. */
    private VideoId processing(UserId player) {
        VideoId id = VideoId.next();
        api.sql("""
                WITH video AS (
                  INSERT INTO videos (id, user_id, title, status, original_key, size_bytes)
                  VALUES ($1, $2, 'Clavada', 'processing', 'uploads/' || $1::uuid, 1000) RETURNING id, user_id)
                INSERT INTO jobs (id, video_id, user_id, state, attempt, lease_until, stage, percent, correlation_id)
                SELECT $3, id, user_id, 'running', 1, now() + interval '1 hour', 'encode', 10, 'test' FROM video
                """, id.value(), player.value(), Ids.next());
        return id;
    }

    private VideoId published(String firstName, String city) {
        VideoId id = VideoId.next();
        UUID player = Ids.next();
        api.sql("""
                WITH player AS (
                  INSERT INTO players (user_id, first_name, last_name, city, city_key, country)
                  VALUES ($2, $3, 'Peña', $4, lower($4), 'Colombia') RETURNING user_id)
                , video AS (
                  INSERT INTO videos (id, user_id, title, status, original_key, size_bytes, processed_key, poster_key,
                                      processed_at, published_at)
                  SELECT $1, user_id, 'Clavada', 'processed', 'uploads/' || $1::uuid, 1000, 'processed/' || $1::uuid,
                         'posters/' || $1::uuid, now(), now() FROM player RETURNING id)
                INSERT INTO video_stats (video_id) SELECT id FROM video
                """, id.value(), player, firstName, city);
        return id;
    }

    private static JsonObject row(String city, int votes) {
        return new JsonObject()
                .put("position", 1)
                .put("username", "Ana Peña")
                .put("city", city)
                .put("votes", votes);
    }

    private void heard(VideoId video, String status, int percent) {
        VideoChanged event = new VideoChanged(video, owner, status, Optional.of("encode"), percent);
        Events.VIDEO_CHANGED.publish(vertx.eventBus(), event.toJson());
    }

    private static JsonObject progress(String stage, int percent) {
        return new JsonObject().put("stage", stage).put("percent", percent);
    }

    private static JsonObject state(VideoId video, String status, @Nullable JsonObject progress) {
        return new JsonObject()
                .put("video_id", video.toString())
                .put("status", status)
                .put("progress", progress)
                .put("failure_reason", null);
    }
}
