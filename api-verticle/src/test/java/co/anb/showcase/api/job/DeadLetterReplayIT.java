package co.anb.showcase.api.job;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.OnEveryBroker;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dead letters of Core's own relay, put back to work by an operator. */
@Showcase
@OnEveryBroker
class DeadLetterReplayIT {

    private static final String REPLAY = "/api/admin/dlq/replay";

    private static Tokens tokens;
    private static CoreRows rows;
    private static FaultProxy proxy;
    private static TestApi api;

    @BeforeAll
    static void start(Vertx vertx, ShowcaseServices services, Tokens issuer) {
        tokens = issuer;
        proxy = FaultProxy.to(URI.create(services.amqpUri()).getPort());
        api = TestApi.start(
                vertx,
                services,
                tokens,
                Map.of(
                        "AMQP_URI",
                        proxy.through(services.amqpUri()),
                        "AMQP_BACKOFF_MAX",
                        "500ms",
                        "RELAY_PERIOD",
                        "100ms"));
        rows = new CoreRows(services.databaseUrl("core"));
    }

    @AfterAll
    static void stop() {
        api.close();
        proxy.close();
    }

    @Test
    void putsFailedJobsBackAndTakesOutTheLettersOfOthers() {
        UUID first = failed();
        UUID second = failed();
        UUID processed = failed();
        eventually()
                .untilAsserted(() -> assertThat(rows.query("SELECT 1 FROM jobs WHERE dead_letter = 'sent'"))
                        .hasSize(3));
        rows.execute("UPDATE jobs SET state = 'processed' WHERE id = ?", processed);

        assertThat(replay(tokens.mint()).statusCode()).isEqualTo(403);
        HttpResponse<Buffer> done = replay(admin());
        HttpResponse<Buffer> again = replay(admin());

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.bodyAsJsonObject()).isEqualTo(counts(2, 1));
        assertThat(again.bodyAsJsonObject()).isEqualTo(counts(0, 0));
        assertThat(rows.stateOf(processed)).isEqualTo("processed");
        for (UUID job : new UUID[] {first, second}) {
            eventually()
                    .untilAsserted(() -> assertThat(rows.jobRow(job))
                            .containsEntry("state", "dispatched")
                            .containsEntry("attempt", 0)
                            .doesNotContainKey("dead_letter"));
            assertThat(rows.videoOf(job)).containsEntry("status", "uploaded").doesNotContainKey("failure_code");
        }
    }

    @Test
    void saysThatItIsUnavailableWhileTheBrokerIsAway() {
        proxy.refuse(true);
        proxy.cut();
        int before = proxy.connections();
        eventually().until(() -> proxy.connections() > before);

        HttpResponse<Buffer> refused = replay(admin());

        proxy.refuse(false);
        assertThat(refused.statusCode()).isEqualTo(503);
        eventually()
                .untilAsserted(() -> assertThat(replay(admin()).statusCode()).isEqualTo(200));
    }

    private static UUID failed() {
        UUID job = UUID.randomUUID();
        UUID video = rows.video();
        rows.execute(
                "UPDATE videos SET status = 'failed', failure_code = 'X', failure_reason = 'Falló.' WHERE id = ?",
                video);
        rows.execute("""
                INSERT INTO jobs (id, video_id, user_id, state, attempt, error_code, dead_letter, correlation_id)
                SELECT ?, id, user_id, 'failed', 3, 'X', 'due', 'test' FROM videos WHERE id = ?
                """, job, video);
        return job;
    }

    private static HttpResponse<Buffer> replay(String token) {
        return await(api.client().post(REPLAY).bearer(token).send());
    }

    private static String admin() {
        return tokens.mint(tokens.claims().put("roles", new JsonArray().add("admin")));
    }

    private static JsonObject counts(int replayed, int skipped) {
        return new JsonObject()
                .put("replayed", replayed)
                .put("skipped", skipped)
                .put("remaining", 0);
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(20));
    }
}
