package co.anb.showcase.firstboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.boot.Versions;
import co.anb.showcase.shared.amqp.BrokerKind;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the hosts of the estate come to by their first boot, and that they find each other. */
@Showcase
@ExtendWith(BootableMachine.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstBootIT {

    private static final String OPERATOR = "Basic "
            + Base64.getEncoder()
                    .encodeToString(("operator:" + Estate.CONSOLE_PASSWORD).getBytes(StandardCharsets.UTF_8));

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Estate estate;

    @BeforeAll
    static void bootAll(Vertx vertx, ShowcaseServices services) {
        estate = new Estate(vertx, services);
    }

    @AfterAll
    static void endAll() {
        estate.close();
    }

    @Test
    void authAnswersItsHealthCheck() {
        assertBooted(Component.AUTH);
        assertThat(get(estate.authPort, "/auth/api/v1/status")).contains("ok");
    }

    @Test
    void coreAnswersItsHealthCheckAndHasAllThatItNeeds() {
        assertBooted(Component.CORE);
        await().atMost(Estate.PATIENCE)
                .untilAsserted(
                        () -> assertThat(get(estate.corePort, "/api/health")).contains("\"healthy\""));
    }

    @Test
    void workerIsReadyInItsSandbox() {
        BootedHost worker = assertBooted(Component.WORKER);
        await().atMost(Estate.PATIENCE)
                .untilAsserted(() -> assertThat(get(estate.workerPort, "/health/ready"))
                        .contains("bubblewrap")
                        .doesNotContain("DOWN"));
        assertThat(worker.text("etc/fstab")).contains("UUID=5ec0-d15c /var/lib/anb/scratch ext4");
        assertThat(worker.text("var/log/stand-ins.log")).containsOnlyOnce("mkfs.ext4 -q /dev/nvme1n1");
    }

    /** By the tag, at the addresses and on the ports that their boots wrote down. */
    @Test
    void servicesFindEachOtherAndAreOneCluster() {
        for (Component member : List.of(Component.AUTH, Component.CORE, Component.WORKER)) {
            assertThat(assertBooted(member).text("etc/anb/" + member.id() + ".env"))
                    .contains(
                            "CLUSTER_BIND_ADDRESS=\"" + Estate.addressOf(member) + "\"",
                            "CLUSTER_EC2_TAG=\"anb:cluster=test\"",
                            "CLUSTER_EC2_REGION=\"us-east-1\"");
        }
        await().atMost(Estate.PATIENCE)
                .untilAsserted(() -> assertThat(get(estate.workerPort, "/health/ready"))
                        .contains("3 members: ", "auth-", "core-", "worker-")
                        .doesNotContain("EC2"));
    }

    /** As by hand, or by cloud-init told to begin anew; and the worker's disk was lost on the way. */
    @Test
    @Order(Integer.MAX_VALUE)
    void bootThatRunsTwiceLeavesWhatIsThere() throws IOException {
        BootedHost broker = assertBooted(Component.BROKER);
        BootedHost worker = assertBooted(Component.WORKER);
        String environment = worker.text("etc/anb/worker.env");
        Files.delete(worker.path("var/mounted"));

        worker.bootAgain();
        broker.bootAgain();

        await().atMost(Estate.PATIENCE).untilAsserted(() -> {
            assertThat(worker.statuses("worker.sh")).as(worker::said).containsExactly(0, 0);
            assertThat(broker.statuses("broker.sh")).as(broker::said).containsExactly(0, 0);
        });
        assertThat(worker.text("etc/anb/worker.env")).isEqualTo(environment);
        assertThat(worker.text("etc/fstab")).containsOnlyOnce("/var/lib/anb/scratch");
        assertThat(worker.text("var/log/stand-ins.log"))
                .containsOnlyOnce("mkfs.ext4 ")
                .contains("systemctl enable anb-worker");
        assertThat(worker.userOf("/opt/anb/worker.jar")).isNotZero();
    }

    @Test
    void brokerShowsItsConsoleAndMetrics() {
        assertBooted(Component.BROKER);
        assertThat(get(estate.consolePort, "/rabbitmq/")).contains("RabbitMQ");
        assertThat(get(estate.metricsPort, "/metrics")).contains("rabbitmq_identity_info");
        JsonObject queue = new JsonObject(get(estate.consolePort, "/rabbitmq/api/queues/%2F/video_processing"));
        assertThat(queue.getString("policy")).isEqualTo("bounded");
        assertThat(queue.getString("type")).isEqualTo("quorum");
    }

    @Test
    void secretsAreRootsAndTheServiceIsNot() throws IOException {
        BootedHost core = assertBooted(Component.CORE);

        assertPrivate(core.path("etc/anb/core.env"));
        assertThat(core.userOf("/opt/anb/core.jar")).isNotZero();
    }

    /** Whoever comes first, the broker's own definitions or a service, the other finds what it would have made. */
    @Test
    void definitionsAreTheTopologyOfTheCode() {
        String definitions = estate.host(Component.BROKER).text("etc/anb/rabbitmq/definitions.json");
        Map<String, Object> defined = new JsonObject(definitions)
                .getJsonArray("queues").stream()
                        .map(JsonObject.class::cast)
                        .collect(Collectors.toMap(
                                queue -> queue.getString("name"),
                                queue -> queue.getJsonObject("arguments").getMap()));

        assertThat(defined)
                .isEqualTo(Topology.of(BrokerKind.RABBITMQ).queues().stream()
                        .collect(Collectors.toMap(Topology.Queue::name, Topology.Queue::arguments)));
    }

    /** Loki and Grafana can't be had here: the script ends where it starts the first of them. */
    @Test
    void observabilityBootsUpToWhatCanNotBeHadHere() throws IOException {
        BootedHost host = estate.host(Component.OBSERVABILITY);
        await().atMost(Estate.PATIENCE)
                .untilAsserted(() -> assertThat(host.status("observability.sh")).isPresent());

        assertThat(host.said()).contains("Unit loki.service not found.").doesNotContain(Estate.ODD_PASSWORD);
        assertThat(host.text("var/log/stand-ins.log"))
                .contains("grafana=" + Versions.GRAFANA + " loki=" + Versions.LOKI);
        assertPrivate(host.path("etc/anb/grafana.env"));
        assertThat(get(estate.alertmanagerPort, "/api/v2/status")).contains("alerts-of-test");
        assertThat(get(estate.prometheusPort, "/prometheus/api/v1/rules")).contains("InstanceDown");
    }

    /** What every target is named and where it is comes from the boots of both ends. */
    @Test
    void prometheusReachesTheOtherHosts() {
        await().atMost(Estate.PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(upByJob())
                    .isEqualTo(Map.of("auth", 1, "worker", 1, "rabbitmq", 1, "rabbitmq-queues", 1, "prometheus", 1));
            assertThat(get(estate.prometheusPort, "/prometheus/api/v1/alertmanagers"))
                    .contains("localhost:" + estate.alertmanagerPort);
        });
    }

    /**
     * Neither agent can be had here. Each gets as far as to the program that it would start, whatever the other did.
     */
    @ParameterizedTest
    @EnumSource
    void agentsAreFetchedAndToldWhatToDo(Component component) throws IOException {
        BootedHost host = estate.host(component);
        await().atMost(Estate.PATIENCE)
                .untilAsserted(
                        () -> assertThat(host.status("cloudwatch-agent.sh")).isPresent());

        assertThat(host.said()).contains("Unit promtail.service not found.", "/opt/aws/amazon-cloudwatch-agent/");
        assertThat(host.text("var/log/stand-ins.log"))
                .contains(
                        "promtail=" + Versions.PROMTAIL,
                        "/amd64/" + Versions.CLOUDWATCH_AGENT + "/amazon-cloudwatch-agent.deb",
                        "install -y --no-install-recommends /tmp/amazon-cloudwatch-agent.deb");
        assertThat(host.text("etc/anb/promtail/promtail.yml"))
                .isEqualTo(Files.readString(Path.of("../grafana/promtail/promtail.yml")));
    }

    @Test
    void standInsStaySmall() {
        assertThat(Surroundings.programs())
                .allSatisfy(program ->
                        assertThat(Surroundings.standIn(program).lines()).hasSizeLessThanOrEqualTo(20));
    }

    /** The boot ended well and told no secret. */
    private static BootedHost assertBooted(Component component) {
        BootedHost host = estate.host(component);
        await().atMost(Estate.PATIENCE)
                .untilAsserted(() -> assertThat(host.status(component.id() + ".sh"))
                        .as(host::said)
                        .hasValue(0));
        assertThat(host.said()).doesNotContain(Estate.ODD_PASSWORD);
        return host;
    }

    private static void assertPrivate(Path file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
    }

    private static Map<String, Integer> upByJob() {
        JsonObject answer = new JsonObject(get(estate.prometheusPort, "/prometheus/api/v1/query?query=up"));
        return answer.getJsonObject("data").getJsonArray("result").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(
                        series -> series.getJsonObject("metric").getString("job"),
                        series -> Integer.valueOf(series.getJsonArray("value").getString(1))));
    }

    private static String get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", OPERATOR)
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
