package co.anb.showcase.local.clustered;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.anb.showcase.local.LocalProcess;
import co.anb.showcase.local.MainJob;
import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --clustered}: what must hold on all nodes of Core holds on all, whoever dies. One run for all tests. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ClusteredIT {

    /** How long a vote or a logout may take to the other nodes. */
    private static final Duration PROMISE = Duration.ofSeconds(5);

    /**
     * After this the gateway sends nothing more to a node that is dead or frozen; half a second more than it is told.
     */
    private static final Duration TAKEN_OUT = Duration.ofSeconds(2);

    /** After this the parts of a split are one cluster again; three times what the runbook tells of a calm machine. */
    private static final Duration HEALED = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FANS = 8;
    private static final int VIDEOS = 200;

    private static Vertx vertx;
    private static ClusteredEstate estate;
    private static CoreRows rows;
    private static ContractClient gateway;
    private static List<ContractClient> nodes;
    private static List<Fan> fans;
    private static Path clip;

    @BeforeAll
    static void start(@TempDir Path folder) {
        clip = Clips.file(Clip.of(320, 180, 1));
        vertx = Vertx.vertx();
        estate = ClusteredEstate.start(folder);
        rows = estate.rows();
        gateway = ContractClient.to(vertx, estate.port());
        nodes = ClusteredEstate.NODES.stream()
                .map(node -> ContractClient.to(vertx, estate.port(node)))
                .toList();
        fans = IntStream.range(0, FANS).mapToObj(number -> logIn()).toList();
    }

    @AfterAll
    static void stop() {
        estate.close();
        await(vertx.close());
    }

    @BeforeEach
    void allAreThere() {
        estate.awaitCalm();
    }

    @Test
    void membersAreToldWhenAllAreThere() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(estate.said()).contains("Cluster: 4 members"));
    }

    @Test
    void mainJobIsDoneAsInOneProcess() {
        new MainJob(vertx, gateway).run(clip);
    }

    @Test
    void voteOnOneNodeIsInTheRankingOfTheOtherAndCountsOnce() {
        voteCountsOnce(nodes.get(0), nodes.get(1));
    }

    @Test
    void whoLoggedOutIsRefusedOnEveryNode() {
        logoutIsHeard(nodes);
    }

    @Test
    @Tag("long")
    void nodeWithoutTheClusterKeepsThePromisesByLooking() throws InterruptedException {
        int port = LocalProcess.freePort();
        Process lone = estate.startLoneNode(port);
        try (ContractClient other = ContractClient.to(vertx, port)) {
            voteCountsOnce(nodes.get(0), other);
            voteCountsOnce(other, nodes.get(0));
            logoutIsHeard(List.of(other, nodes.get(0)));
            assertThat(await(nodes.get(0).get("/health/ready").send()).bodyAsString())
                    .as("nobody heard of it")
                    .contains("4 members");
        } finally {
            lone.destroy();
            assertThat(lone.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Each member is cut off from all others; HTTP, database and broker go on. */
    @Test
    void splitClusterKeepsThePromisesByLookingAndHeals() {
        ClusterNetwork network = estate.network();
        assertThat(estate.clusterPorts()).allMatch(network::isReachable);
        String city = city();
        UUID followed = published(city, 1).get(0);
        assumeTrue(network.cut(), "this process may not change the machine's routes");
        try (RankingFollower follower = new RankingFollower(vertx, estate.port("core-2"), city)) {
            estate.awaitEachSees(1, PATIENCE);
            assertThat(estate.clusterPorts()).noneMatch(network::isReachable);

            vote(nodes.get(0), followed, fans.get(0), 200);
            follower.awaitVotes(1);
            voteCountsOnce(nodes.get(0), nodes.get(1));
            voteCountsOnce(nodes.get(1), nodes.get(0));
            votesAtOnceCountOne();
            logoutIsHeard(nodes);
            estate.awaitEachSees(1, PATIENCE);
        } finally {
            network.heal();
        }
        estate.awaitEachSees(4, HEALED);
    }

    @Test
    void everySocketListensOnLoopback() {
        List<ListeningSockets.Listener> sockets = ListeningSockets.of(estate.processes());

        assertThat(sockets)
                .as("gateway, database, broker; of each member HTTP, membership, failure detection, event bus")
                .hasSizeGreaterThanOrEqualTo(3 + 4 * 4)
                .allMatch(ListeningSockets.Listener::isOnLoopback);
        assertThat(sockets).extracting(ListeningSockets.Listener::port).contains(estate.port(), estate.port("core-2"));
    }

    @Test
    @Tag("long")
    void whoeverIsKilledIsStartedAgainAndNothingThatWasAcceptedIsLost() {
        String city = city();
        UUID followed = published(city, 1).get(0);
        Map<String, ProcessHandle> killed = new LinkedHashMap<>();
        List<Instant> moments = new ArrayList<>();
        Crowd crowd = crowd(PATIENCE);
        try (RankingFollower follower = new RankingFollower(vertx, estate.port(), city)) {
            for (String member : List.of("worker-1", "auth-1", "core-1", "core-2")) {
                estate.awaitNodes();
                killed.put(member, estate.signal(member, "KILL"));
                Instant moment = Instant.now();
                moments.add(moment);
                crowd.awaitAnswers(moment.plus(TAKEN_OUT), 40);
                vote(gateway, followed, fans.get(moments.size()), 200);
                follower.awaitVotes(moments.size());
            }
            assertThat(follower.streams()).as("its node was killed").isGreaterThan(1);
        }
        killed.forEach(estate::awaitSuccessor);
        crowd.close();

        assertThat(crowd.failures())
                .as("requests that failed although whoever was killed was out, of %d", crowd.answered())
                .allSatisfy(failed -> assertThat(moments)
                        .anyMatch(moment -> failed.begun().isBefore(moment.plus(TAKEN_OUT))
                                && failed.begun().isAfter(moment.minus(TAKEN_OUT))));
        crowd.votesAreKept(rows);
        crowd.uploadsAreProcessed(rows);
    }

    @Test
    @Tag("long")
    void nodesAreRestartedOneAfterTheOtherWithoutAFailedRequest() {
        Crowd crowd = crowd(PATIENCE);
        crowd.awaitAnswers(Instant.now(), 40);

        for (String node : ClusteredEstate.NODES) {
            estate.awaitSuccessor(node, estate.signal(node, "TERM"));
        }

        crowd.awaitAnswers(Instant.now(), 40);
        crowd.close();
        assertThat(crowd.failures()).as("of %d", crowd.answered()).isEmpty();
        crowd.votesAreKept(rows);
        crowd.uploadsAreProcessed(rows);
    }

    @Test
    void frozenNodeIsTakenOutAndIsBackWhenItIsThawed() {
        String frozen = ClusteredEstate.NODES.get(1);
        long before = estate.told("is back", frozen);
        Crowd crowd = crowd(Duration.ofSeconds(3));
        Instant moment = Instant.now();
        estate.signal(frozen, "STOP");
        try {
            crowd.awaitAnswers(moment.plus(PROMISE), 80);
        } finally {
            estate.signal(frozen, "CONT");
        }
        await().atMost(PATIENCE).until(() -> estate.told("is back", frozen) > before);
        crowd.close();

        assertThat(crowd.failures())
                .as("requests that met the frozen node, of %d", crowd.answered())
                .isNotEmpty()
                .allSatisfy(failed -> assertThat(failed.begun()).isBefore(moment.plus(PROMISE)));
        crowd.votesAreKept(rows);
    }

    private static Crowd crowd(Duration limit) {
        return new Crowd(vertx, gateway, fans, published(city(), VIDEOS), clip, limit);
    }

    private static void voteCountsOnce(ContractClient here, ContractClient there) {
        String city = city();
        UUID video = published(city, 1).get(0);
        Fan fan = fans.get(0);

        vote(here, video, fan, 200);
        vote(there, video, fan, 400);

        rankingShows(there, city, 1);
    }

    /** Each fan votes on both nodes in the same moment: one of the two counts. */
    private static void votesAtOnceCountOne() {
        String city = city();
        UUID video = published(city, 1).get(0);

        List<Integer> statuses = await(Future.all(fans.stream()
                        .flatMap(fan -> nodes.stream().map(node -> answerOfVote(node, video, fan)))
                        .toList())
                .map(all -> all.<Integer>list()));

        assertThat(statuses).containsOnly(200, 400);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(FANS);
        nodes.forEach(node -> rankingShows(node, city, FANS));
    }

    private static void rankingShows(ContractClient node, String city, int votes) {
        await().atMost(PROMISE)
                .untilAsserted(() -> assertThat(await(node.get("/api/public/rankings?city=" + city)
                                        .send())
                                .bodyAsString())
                        .contains("\"votes\":" + votes));
    }

    private static void logoutIsHeard(List<ContractClient> all) {
        Fan fan = logIn();
        all.forEach(node -> assertThat(ownVideos(node, fan)).isEqualTo(200));

        assertThat(await(gateway.post("/api/auth/logout").bearer(fan.token()).send())
                        .statusCode())
                .isEqualTo(204);

        await().atMost(PROMISE)
                .untilAsserted(() -> assertThat(all)
                        .allSatisfy(node -> assertThat(ownVideos(node, fan)).isEqualTo(401)));
    }

    private static int ownVideos(ContractClient node, Fan fan) {
        return await(node.get("/api/videos").bearer(fan.token()).send()).statusCode();
    }

    private static void vote(ContractClient node, UUID video, Fan fan, int status) {
        assertThat(await(answerOfVote(node, video, fan))).isEqualTo(status);
    }

    private static Future<Integer> answerOfVote(ContractClient node, UUID video, Fan fan) {
        return node.post("/api/public/videos/" + video + "/vote")
                .bearer(fan.token())
                .send()
                .map(HttpResponse::statusCode);
    }

    private static Fan logIn() {
        String email = "fan-" + UUID.randomUUID() + "@example.com";
        return Fan.of(new MainJob(vertx, gateway).logIn(email, "Leo", "Pérez", "Cali"));
    }

    /** One that no other test has. */
    private static String city() {
        return "ciudad" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A player with videos that can be voted for; in their final state at once, so that no job touches them. */
    private static List<UUID> published(String city, int many) {
        UUID player = UUID.randomUUID();
        rows.execute("""
                WITH p AS (INSERT INTO players (user_id, first_name, last_name, city, city_key, country)
                           VALUES (?, 'Ana', 'Peña', ?, ?, 'Colombia')),
                     v AS (INSERT INTO videos (id, user_id, title, status, original_key, size_bytes, processed_key,
                                               processed_at, published_at)
                           SELECT id, ?, 'Clavada', 'processed', 'uploads/' || id, 1000, 'processed/' || id, now(), now()
                           FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, ?)) AS fresh
                           RETURNING id)
                INSERT INTO video_stats (video_id) SELECT id FROM v""", player, city, city, player, many);
        return rows.query("SELECT id FROM videos WHERE user_id = ?", player).stream()
                .map(row -> (UUID) row.get("id"))
                .toList();
    }
}
