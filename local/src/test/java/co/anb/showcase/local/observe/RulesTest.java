package co.anb.showcase.local.observe;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.local.observe.GrafanaFiles.Rule;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scrape configuration and the rules of Prometheus, judged by its own tool. */
class RulesTest {

    private static final Path RULES = GrafanaFiles.PROMETHEUS.resolve("rules");
    private static final Path TESTS = GrafanaFiles.PROMETHEUS.resolve("tests");

    @Test
    void configurationsAreValidAndDifferInTheDiscoveryOfCoreOnly() {
        Path fixed = GrafanaFiles.PROMETHEUS.resolve("prometheus.yml");
        Path ec2 = GrafanaFiles.PROMETHEUS.resolve("prometheus-ec2.yml");

        Promtool.run("check", "config", fixed.toString(), ec2.toString());

        assertThat(withoutCoresDiscovery(ec2)).isEqualTo(withoutCoresDiscovery(fixed));
    }

    @Test
    void rulesPassTheirTests() {
        List<String> command = new ArrayList<>(List.of("test", "rules"));
        GrafanaFiles.files(TESTS, "_test.yml").forEach(file -> command.add(file.toString()));

        Promtool.run(
                "check",
                "rules",
                RULES.resolve("alerts.yml").toString(),
                RULES.resolve("slo.yml").toString());
        Promtool.run(command.toArray(String[]::new));
    }

    @Test
    void everyAlertSaysHowUrgentItIsAndWhatToDo() {
        List<String> anchors = GrafanaFiles.anchors(Path.of("..", "docs", "runbook.md"));

        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.json().getJsonObject("labels").getString("severity"))
                    .isIn("page", "ticket");
            JsonObject annotations = alert.json().getJsonObject("annotations");
            assertThat(annotations.fieldNames()).isEqualTo(Set.of("summary", "runbook"));
            String runbook = annotations.getString("runbook");
            assertThat(runbook).startsWith("docs/runbook.md#");
            assertThat(anchors).contains(runbook.substring(runbook.indexOf('#') + 1));
        });
    }

    @Test
    void everyAlertHasACaseThatFiresAndOneThatIsSilent() {
        List<JsonObject> cases = GrafanaFiles.files(TESTS, "_test.yml").stream()
                .flatMap(file -> GrafanaFiles.objects(GrafanaFiles.yaml(file), "tests").stream())
                .flatMap(test -> GrafanaFiles.objects(test, "alert_rule_test").stream())
                .toList();

        assertThat(alerts().map(Rule::name))
                .allSatisfy(name -> assertThat(cases)
                        .filteredOn(expected -> name.equals(expected.getString("alertname")))
                        .extracting(expected -> expected.containsKey("exp_alerts"))
                        .contains(true, false));
    }

    private static Stream<Rule> alerts() {
        return GrafanaFiles.rules().stream().filter(Rule::isAlert);
    }

    private static JsonObject withoutCoresDiscovery(Path file) {
        JsonObject config = new JsonObject(GrafanaFiles.yaml(file).encode());
        GrafanaFiles.objects(config, "scrape_configs").stream()
                .filter(job -> "core".equals(job.getString("job_name")))
                .forEach(job -> List.of("file_sd_configs", "ec2_sd_configs", "relabel_configs")
                        .forEach(job::remove));
        return config;
    }
}
