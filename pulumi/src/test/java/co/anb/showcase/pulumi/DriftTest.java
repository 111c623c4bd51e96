package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.databases.Databases;
import co.anb.showcase.pulumi.engine.BootText;
import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estate against the other modules, which it does not depend on: their files are read as text. */
class DriftTest {

    private static final Path ROOT = Path.of("..");
    private final Graph graph = Estates.graphOf(Estates.minimal());

    @Test
    void portsAreTheDefaultsOfTheServices() throws IOException {
        assertThat(read("docs/configuration.md"))
                .contains("| `http.port` | %d Auth, %d Core, %d worker |"
                        .formatted(Ports.AUTH, Ports.CORE, Ports.WORKER));
    }

    /** A host has them as the service has them: the one that is open is the one that is listened on. */
    @Test
    void portsOfTheEventBusAreThoseOfTheService() throws IOException {
        String config = read("shared/src/main/java/co/anb/showcase/shared/cluster/ClusterConfig.java");
        int offset = Integer.parseInt(first("DETECTION_OFFSET = (\\d+);", config));

        assertThat(read("docs/configuration.md")).contains("| `cluster.port` | %d |".formatted(Ports.CLUSTER_MEMBERS));
        assertThat(Ports.CLUSTER_FAILURE_DETECTION).isEqualTo(Ports.CLUSTER_MEMBERS + offset);
        for (String member : List.of("anb-core", "anb-auth", "anb-worker")) {
            assertThat(BootText.of(graph.bootOf(member).text("userData")).variables())
                    .contains(
                            "CLUSTER_PORT='" + Ports.CLUSTER_MEMBERS + "'",
                            "CLUSTER_EVENT_BUS_PORT='" + Ports.CLUSTER_EVENT_BUS + "'");
        }
    }

    @Test
    void postgresqlHasTheMajorVersionOfTheBuild() throws IOException {
        assertThat(first("<postgresql.version>(\\d+)\\.", read("pom.xml"))).isEqualTo(Databases.POSTGRESQL_MAJOR);
    }

    /** The gateway of local mode plays the load balancer, consoles aside. */
    @Test
    void routesAreThoseOfTheLocalGateway() throws IOException {
        String gateway = read("local/src/main/java/co/anb/showcase/local/gateway/GatewayRoutes.java");
        Set<String> local = all("route\\(\"(/[^\"]*)\"\\)", gateway);
        local.remove("/");

        Set<String> here = new TreeSet<>();
        graph.of("ListenerRule").stream()
                .filter(rule -> !List.of("anb-detours", "anb-grafana", "anb-rabbitmq", "anb-prometheus")
                        .contains(rule.name()))
                .forEach(rule -> here.addAll(
                        all("[\\[ ](/[^,\\]]+)[,\\]]", rule.list("conditions").toString())));

        assertThat(here).isEqualTo(local);
    }

    @ParameterizedTest
    @CsvSource({
        "api-verticle, anb-api, /api/health",
        "auth-verticle, anb-auth, /auth/api/v1/status",
        "worker-verticle, anb-worker, ''"
    })
    void jarsAndHealthPathsAreThoseOfTheModules(String module, String jar, String healthPath) throws IOException {
        assertThat(read(module + "/pom.xml")).contains("<runnable.jar.name>" + jar + "</runnable.jar.name>");
        assertThat(graph.of("BucketObjectv2"))
                .anyMatch(object -> object.text("source").endsWith(module + "/target/" + jar + ".jar]"));
        if (!healthPath.isEmpty()) {
            assertThat(read("docs/openapi.yaml")).contains("  " + healthPath + ":");
            assertThat(graph.of("TargetGroup"))
                    .anyMatch(group ->
                            healthPath.equals(group.object("healthCheck").get("path")));
        }
    }

    @Test
    void prefixesOfTheBucketAreThoseOfTheStorage() throws IOException {
        String keys = read("shared/src/main/java/co/anb/showcase/shared/storage/StorageKey.java");

        assertThat(all("= \"([a-z]+/)\"", keys)).containsExactlyInAnyOrder("uploads/", "processed/", "assets/");
        assertThat(graph.of("BucketObjectv2").stream()
                        .filter(object -> object.text("key").startsWith("assets/"))
                        .map(object -> object.text("key")))
                .contains("assets/intro.mp4", "assets/outro.mp4", "assets/watermark.png");
    }

    /** The balancer ends an idle connection, not the service; and a node is let finish what the balancer waits for. */
    @Test
    void timesOfTheBalancerFitThoseOfTheServices() throws IOException {
        String boot = "pulumi/src/main/resources/co/anb/showcase/pulumi/boot/";
        long idleSeconds = Long.parseLong(first("HTTP_IDLE_TIMEOUT (\\d+)s", read(boot + "services.sh")));
        long stopSeconds = Long.parseLong(first("TimeoutStopSec=(\\d+)", read(boot + "anb.service")));

        assertThat((Long) graph.get("LoadBalancer", "anb").input("idleTimeout")).isLessThan(idleSeconds);
        assertThat((Long) graph.get("TargetGroup", "anb-core").input("deregistrationDelay"))
                .isLessThanOrEqualTo(stopSeconds);
    }

    /** With exactly the dimensions that an alarm asks by; any others would be another figure, and never come. */
    @Test
    void alarmsAskForFiguresThatCoreSends() throws IOException {
        JsonArray declarations = new Gson()
                .fromJson(
                        read("pulumi/src/main/resources/co/anb/showcase/pulumi/boot/core-metrics.json"),
                        JsonObject.class)
                .getAsJsonObject("prometheus")
                .getAsJsonObject("emf_processor")
                .getAsJsonArray("metric_declaration");
        Map<String, Set<String>> metricToDimensions = new TreeMap<>();
        declarations.forEach(declaration -> all(
                        "\\^(\\w+)\\$\"",
                        String.valueOf(declaration.getAsJsonObject().get("metric_selectors")))
                .forEach(metric -> metricToDimensions.put(
                        metric,
                        all(
                                "\"(\\w+)\"",
                                String.valueOf(declaration.getAsJsonObject().get("dimensions"))))));

        assertThat(graph.of("MetricAlarm"))
                .filteredOn(alarm -> alarm.text("namespace").equals("ANB/Core"))
                .hasSize(4)
                .allSatisfy(alarm -> assertThat(metricToDimensions)
                        .containsEntry(
                                alarm.text("metricName"),
                                new TreeSet<>(alarm.object("dimensions").keySet())));
    }

    /** Prometheus finds Core's nodes by this tag. */
    @Test
    void tagIsTheOneThatPrometheusLooksFor() throws IOException {
        assertThat(read("grafana/prometheus/prometheus-ec2.yml")).contains("tag:anb:component", "port: " + Ports.CORE);
        Declared group = graph.get("Group", "anb-core");
        assertThat(group.list("tags").toString()).contains("key=anb:component", "value=core");
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    private static String first(String pattern, String text) {
        return all(pattern, text).stream().findFirst().orElseThrow();
    }

    private static Set<String> all(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
