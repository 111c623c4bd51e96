package co.anb.showcase.firstboot;

import static co.anb.showcase.firstboot.Answers.get;
import static co.anb.showcase.firstboot.Answers.healthByJob;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the hosts of the estate come to by their first boot, and that they find each other. */
@Showcase
@ExtendWith(BootableMachine.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstBootIT {

    /** After all that is not ordered. */
    private static final int LATE = Integer.MAX_VALUE - 3;

    private static final List<Component> SERVICES = List.of(Component.AUTH, Component.CORE, Component.WORKER);

    private static final Map<String, String> REACHED =
            Map.of("auth", "up", "worker", "up", "rabbitmq", "up", "rabbitmq-queues", "up", "prometheus", "up");

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
        assertThat(worker.text("etc/anb/worker.env")).contains("PIPELINE_CONCURRENCY=\"1\"");
        assertThat(worker.text("etc/fstab")).contains("UUID=5ec0-d15c /var/lib/anb/scratch ext4");
        assertThat(worker.text("var/log/stand-ins.log")).containsOnlyOnce("mkfs.ext4 -q /dev/nvme1n1");
    }

    /** By the tag, at the addresses and on the ports that their boots wrote down. */
    @Test
    void servicesFindEachOtherAndAreOneCluster() {
        for (Component member : SERVICES) {
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

    @Test
    void brokerShowsItsConsoleAndMetrics() {
        BootedHost broker = assertBooted(Component.BROKER);
        assertThat(broker.text("var/log/stand-ins.log")).contains(" rabbitmq-server=" + Versions.RABBITMQ);
        assertThat(get(estate.consolePort, "/rabbitmq/")).contains("RabbitMQ");
        assertThat(get(estate.metricsPort, "/metrics")).contains("rabbitmq_identity_info");
        // The console knows a queue's policy from its statistics, ten seconds after the queue answers.
        await().atMost(Estate.PATIENCE).untilAsserted(() -> {
            JsonObject queue = new JsonObject(get(estate.consolePort, "/rabbitmq/api/queues/%2F/video_processing"));
            assertThat(queue.getString("policy")).isEqualTo("bounded");
            assertThat(queue.getString("type")).isEqualTo("quorum");
        });
    }

    @Test
    void secretsAreRootsAndTheServiceIsNot() throws IOException {
        BootedHost core = assertBooted(Component.CORE);

        assertPrivate(core.path("etc/anb/core.env"));
        assertThat(core.text("etc/anb/core.env")).contains("DATABASE_URL=", "STORAGE_BACKEND=\"s3\"", "S3_BUCKET=");
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

        assertThat(host.said()).contains("unit loki.service does not exist").doesNotContain(Estate.ODD_PASSWORD);
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
            assertThat(healthByJob(estate.prometheusPort)).isEqualTo(REACHED);
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
        BootedHost host = estate.ended(component);

        assertThat(host.said()).contains("unit promtail.service does not exist", "/opt/aws/amazon-cloudwatch-agent/");
        assertThat(host.text("var/log/stand-ins.log"))
                .contains(
                        "promtail=" + Versions.PROMTAIL,
                        "/amd64/" + Versions.CLOUDWATCH_AGENT + "/amazon-cloudwatch-agent.deb",
                        "install -y --no-install-recommends /tmp/amazon-cloudwatch-agent.deb");
        assertThat(host.text("etc/anb/promtail/promtail.yml"))
                .isEqualTo(Files.readString(Path.of("../grafana/promtail/promtail.yml")));
    }

    /** A password that no service takes: the script ends before it has replaced anything, and the service goes on. */
    @Test
    @Order(LATE)
    void runThatFailsHalfwayLeavesWhatServes() {
        BootedHost auth = assertBooted(Component.AUTH);
        String environment = auth.text("etc/anb/auth.env");
        estate.databasePasswordOfAuth("contraseña");

        estate.runAgain(Component.AUTH);
        estate.databasePasswordOfAuth(Estate.ODD_PASSWORD);

        assertThat(auth.statuses("auth.sh")).as(auth::said).containsExactly(0, 1);
        assertThat(auth.said()).contains("a password has a character outside of ASCII");
        assertThat(auth.text("etc/anb/auth.env")).isEqualTo(environment);
        assertThat(auth.calls("systemctl restart anb-auth")).hasSize(1);
        assertThat(get(estate.authPort, "/auth/api/v1/status")).contains("ok");
    }

    /** As by hand, or by cloud-init told to begin anew. The worker lost its disk, the broker's is of another host. */
    @Test
    @Order(LATE + 1)
    void bootThatRunsTwiceLeavesWhatIsThere() throws IOException {
        Map<Component, String> before = new TreeMap<>();
        for (Component component : Component.values()) {
            before.put(component, estate.ended(component).kept());
        }
        Files.delete(estate.host(Component.WORKER).path("var/mounted"));
        Path queues = estate.host(Component.BROKER).path("var/lib/rabbitmq");
        Files.createFile(queues.resolve("of-another-host"));

        estate.runAgain(Component.values());

        for (Component component : Component.values()) {
            BootedHost host = estate.host(component);
            List<Integer> statuses = host.statuses(component.id() + ".sh");
            assertThat(statuses.get(statuses.size() - 1)).as(host::said).isEqualTo(statuses.get(0));
            assertThat(host.kept()).isEqualTo(before.get(component));
            assertThat(host.calls("mkfs.ext4 ")).hasSizeLessThanOrEqualTo(1);
        }
        for (Component service : SERVICES) {
            BootedHost host = estate.host(service);
            assertThat(host.calls("systemctl restart anb-")).hasSize(2);
            assertThat(host.calls("aws s3 cp --no-progress s3://" + Surroundings.RELEASES))
                    .as("jar and certificates, once")
                    .hasSize(2);
            assertThat(host.userOf("/opt/anb/" + service.id() + ".jar")).isNotZero();
        }
        assertThat(Files.getOwner(queues.resolve("of-another-host"))).isEqualTo(Files.getOwner(queues));
    }

    /**
     * The power of those with a second disk was cut, and nobody runs a script. The other two have the unit of the
     * worker.
     */
    @Test
    @Order(LATE + 2)
    void hostsServeAgainAfterAReboot() {
        Map<Component, Integer> runs = new TreeMap<>();
        for (Component component : List.of(Component.WORKER, Component.BROKER, Component.OBSERVABILITY)) {
            BootedHost host = estate.ended(component);
            runs.put(component, host.runs());
            host.reboot();
        }

        await().atMost(Estate.PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(get(estate.corePort, "/api/health")).contains("\"healthy\"");
            assertThat(get(estate.workerPort, "/health/ready"))
                    .contains("bubblewrap", "3 members: ")
                    .doesNotContain("DOWN");
            assertThat(get(estate.consolePort, "/rabbitmq/api/queues/%2F/video_processing"))
                    .contains("quorum");
            assertThat(get(estate.alertmanagerPort, "/-/healthy")).contains("OK");
            assertThat(healthByJob(estate.prometheusPort)).isEqualTo(REACHED);
        });
        assertThat(estate.host(Component.WORKER).path("var/mounted")).exists();
        runs.forEach(
                (component, ended) -> assertThat(estate.host(component).runs()).isEqualTo(ended));
    }

    /** The rest of the observability host's can't be had here. */
    @ParameterizedTest
    @CsvSource({
        "AUTH, anb-auth.service",
        "CORE, anb-core.service",
        "WORKER, anb-worker.service",
        "BROKER, rabbitmq-server.service",
        "OBSERVABILITY, 'alertmanager.service, prometheus.service'"
    })
    void hostStartsAtEachBootWhatItServesWith(Component component, String units) {
        assertThat(estate.ended(component).enabled()).hasToString("[" + units + "]");
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
}
