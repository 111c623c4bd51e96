package co.anb.showcase.api.job;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.testing.CoreDatabase;
import co.anb.showcase.shared.amqp.AmqpConfig;
import co.anb.showcase.shared.amqp.AmqpConsumer;
import co.anb.showcase.shared.amqp.AmqpException;
import co.anb.showcase.shared.amqp.AmqpMetrics;
import co.anb.showcase.shared.amqp.AmqpPublisher;
import co.anb.showcase.shared.amqp.Delivery;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.problem.Messages;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.OnEveryBroker;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The timers run five times a second here and move every row at once: rows are put there in their final state by one
 * statement each.
 */
@Showcase
@OnEveryBroker
class JobTimersIT {

    private static final Duration SEVERAL_ROUNDS = Duration.ofMillis(1200);
    private static final int MAX_ATTEMPTS = 3;

    private final Vertx vertx;
    private final FaultProxy proxy;
    private final AmqpConfig direct;
    private final AmqpConfig proxied;
    private final JobTimersConfig config;
    private final CoreDatabase database;
    private final CoreRows rows;
    private final AmqpPublisher inspector;
    private final AmqpMetrics amqpMetrics = new AmqpMetrics(new SimpleMeterRegistry());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<AmqpConsumer> consumers = new ArrayList<>();
    private final JobTimers timers;

    JobTimersIT(Vertx vertx, ShowcaseServices services) {
        this.vertx = vertx;
        proxy = FaultProxy.to(URI.create(services.amqpUri()).getPort());
        String broker = services.brokerKind().name().toLowerCase(Locale.ROOT);
        direct = AmqpConfig.from(ConfigReader.of(Map.of("AMQP_URI", services.amqpUri(), "AMQP_BROKER", broker)));
        proxied = AmqpConfig.from(ConfigReader.of(Map.of(
                "AMQP_URI",
                proxy.through(services.amqpUri()),
                "AMQP_BROKER",
                broker,
                "AMQP_CONFIRM_TIMEOUT",
                "2s",
                "AMQP_BACKOFF_MIN",
                "50ms",
                "AMQP_BACKOFF_MAX",
                "200ms")));
        config = JobTimersConfig.from(ConfigReader.of(Map.of(
                "RELAY_PERIOD", "200ms",
                "RECONCILER_PERIOD", "200ms",
                "RECONCILER_LOST_AFTER", "60s",
                "JOBS_MAX_ATTEMPTS", String.valueOf(MAX_ATTEMPTS))));
        database = CoreDatabase.open(vertx, services);
        rows = new CoreRows(services.databaseUrl("core"));
        inspector = AmqpPublisher.start(vertx, direct, Topology.of(direct.broker()), amqpMetrics);
        timers = JobTimers.start(vertx, database.pool(), proxied, config, registry);
    }

    @BeforeEach
    void isConnected() {
        Messages.load();
        eventually().until(() -> inspector.connected() && timers.checkBroker().succeeded());
    }

    @AfterEach
    void leaveNothing() {
        proxy.resume();
        proxy.refuse(false);
        rows.execute("DELETE FROM jobs");
        rows.execute("DELETE FROM videos");
        await(timers.stop());
        consumers.forEach(consumer -> await(consumer.close()));
        AmqpConsumer rest = consume(Topology.JOBS, delivery -> delivery.ack());
        eventually().untilAsserted(() -> assertThat(ready(Topology.JOBS)).isZero());
        await(rest.close());
        await(inspector.close());
        database.close();
        proxy.close();
    }

    @Test
    void sendsADueJobOnceAndLetsALaterOneWait() {
        Queue<JsonObject> sent = takeAll(Topology.JOBS);
        UUID first = job("pending", 0, "now()");
        UUID second = job("pending", 0, "now()");
        UUID later = job("pending", 0, "now() + interval '1 hour'");

        eventually().untilAsserted(() -> assertThat(ids(sent)).containsExactlyInAnyOrder(first, second));
        Awaitility.await()
                .during(SEVERAL_ROUNDS)
                .untilAsserted(() -> assertThat(sent).hasSize(2));

        assertThat(rows.stateOf(first)).isEqualTo("dispatched");
        assertThat(rows.stateOf(later)).isEqualTo("pending");
    }

    @Test
    void keepsJobsWhileTheBrokerIsAwayAndSendsThemAfterwards() {
        proxy.refuse(true);
        proxy.cut();
        eventually().until(() -> timers.checkBroker().failed());
        int refusedBefore = proxy.connections();
        UUID job = job("pending", 0, "now()");

        Awaitility.await()
                .during(SEVERAL_ROUNDS)
                .untilAsserted(() -> assertThat(rows.stateOf(job)).isEqualTo("pending"));
        assertThat(proxy.connections()).as("connections tried meanwhile").isGreaterThan(refusedBefore);

        Queue<JsonObject> sent = takeAll(Topology.JOBS);
        proxy.refuse(false);
        eventually().untilAsserted(() -> assertThat(ids(sent)).containsExactly(job));
    }

    @Test
    void takesAJobBackThatTheBrokerDoesNotConfirm() {
        proxy.stall();
        UUID job = job("pending", 0, "now()");
        eventually().until(() -> rows.stateOf(job).equals("dispatched"));

        eventually().until(() -> rows.stateOf(job).equals("pending"));

        Queue<JsonObject> sent = takeAll(Topology.JOBS);
        proxy.resume();
        // The message that was never confirmed may have arrived as well: the claim makes a second one harmless.
        eventually().untilAsserted(() -> assertThat(ids(sent)).isNotEmpty().containsOnly(job));
        eventually().until(() -> rows.stateOf(job).equals("dispatched"));
    }

    @Test
    void sendsADeadLetterOnceWithItsReason() {
        Queue<JsonObject> letters = takeAll(Topology.DEAD_LETTERS);
        UUID video = rows.video();
        UUID job = UUID.randomUUID();
        rows.execute("""
                INSERT INTO jobs (id, video_id, user_id, state, attempt, error_code, dead_letter, correlation_id)
                SELECT ?, id, user_id, 'failed', 3, 'INVALID_VIDEO', 'due', 'test' FROM videos WHERE id = ?
                """, job, video);

        eventually().until(() -> "sent".equals(rows.jobRow(job).get("dead_letter")));
        eventually().untilAsserted(() -> assertThat(letters).hasSize(1));
        Awaitility.await()
                .during(SEVERAL_ROUNDS)
                .untilAsserted(() -> assertThat(letters)
                        .containsExactly(new JsonObject()
                                .put("job_id", job.toString())
                                .put("video_id", video.toString())
                                .put("reason", "INVALID_VIDEO")
                                .put("attempts", 3)));
    }

    @Test
    void putsAJobBackWhoseLeaseIsOverAndGivesUpAfterTheLastAttempt() {
        Queue<JsonObject> sent = takeAll(Topology.JOBS);
        Queue<JsonObject> letters = takeAll(Topology.DEAD_LETTERS);
        UUID again = running(MAX_ATTEMPTS - 1, "- interval '1 second'");
        UUID last = running(MAX_ATTEMPTS, "- interval '1 second'");
        UUID alive = running(1, "+ interval '1 hour'");

        eventually().untilAsserted(() -> assertThat(ids(sent)).containsExactly(again));
        eventually().untilAsserted(() -> assertThat(ids(letters)).containsExactly(last));

        assertThat(rows.jobRow(last)).containsEntry("state", "failed").containsEntry("error_code", "WORKER_CRASHED");
        assertThat(rows.videoOf(last)).containsEntry("status", "failed").containsKey("failure_reason");
        assertThat(rows.stateOf(alive)).isEqualTo("running");
    }

    @Test
    void sendsALostMessageOnceMore() {
        Queue<JsonObject> sent = takeAll(Topology.JOBS);
        UUID lost = dispatched("1 hour");
        UUID fresh = dispatched("1 second");

        eventually().untilAsserted(() -> assertThat(ids(sent)).containsExactly(lost));
        Awaitility.await()
                .during(SEVERAL_ROUNDS)
                .untilAsserted(() -> assertThat(ids(sent)).containsExactly(lost));

        assertThat(rows.stateOf(fresh)).isEqualTo("dispatched");
    }

    @Test
    void doesNotMultiplyABacklogThatWaitsInTheQueue() {
        int backlog = 500;
        rows.execute("""
                WITH v AS (
                  INSERT INTO videos (id, user_id, title, status, original_key, size_bytes)
                  SELECT gen_random_uuid(), gen_random_uuid(), 'Tiro libre', 'uploaded', 'uploads/' || n, 1000
                  FROM generate_series(1, ?) AS n RETURNING id, user_id)
                INSERT INTO jobs (id, video_id, user_id, state, correlation_id)
                SELECT gen_random_uuid(), id, user_id, 'pending', 'test' FROM v
                """, backlog);
        eventually().untilAsserted(() -> assertThat(ready(Topology.JOBS)).isEqualTo(backlog));

        rows.execute("UPDATE jobs SET dispatched_at = now() - interval '1 hour'");

        Awaitility.await()
                .during(SEVERAL_ROUNDS)
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(ready(Topology.JOBS)).isEqualTo(backlog));
        assertThat(registry.get("showcase.reconciler.moved")
                        .tag("reason", "lost")
                        .counter()
                        .count())
                .isZero();
        // They are not lost: were they old when the queue is empty, each would be sent once more.
        rows.execute("UPDATE jobs SET dispatched_at = now()");
    }

    private UUID job(String state, int attempt, String dueAt) {
        return insert("state, attempt, due_at", "'%s', %d, %s".formatted(state, attempt, dueAt));
    }

    private UUID running(int attempt, String leaseFromNow) {
        return insert(
                "state, attempt, lease_until, claim_id",
                "'running', %d, now() %s, gen_random_uuid()".formatted(attempt, leaseFromNow));
    }

    private UUID dispatched(String ago) {
        return insert("state, dispatched_at", "'dispatched', now() - interval '%s'".formatted(ago));
    }

    private UUID insert(String columns, String values) {
        UUID id = UUID.randomUUID();
        rows.execute(
                "INSERT INTO jobs (id, video_id, user_id, correlation_id, %s) SELECT ?, id, user_id, 'test', %s FROM videos WHERE id = ?"
                        .formatted(columns, values),
                id,
                rows.video());
        return id;
    }

    private Queue<JsonObject> takeAll(String queue) {
        Queue<JsonObject> bodies = new ConcurrentLinkedQueue<>();
        consumers.add(consume(queue, delivery -> {
            bodies.add(delivery.body());
            return delivery.ack();
        }));
        return bodies;
    }

    private AmqpConsumer consume(String queue, Function<Delivery, Future<Void>> handler) {
        return AmqpConsumer.start(vertx, direct, Topology.of(direct.broker()), queue, 10, handler, amqpMetrics);
    }

    private int ready(String queue) {
        return await(inspector.readyMessages(queue));
    }

    private static List<UUID> ids(Queue<JsonObject> bodies) {
        return bodies.stream()
                .map(body -> UUID.fromString(body.getString("job_id")))
                .toList();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreException(AmqpException.class);
    }
}
