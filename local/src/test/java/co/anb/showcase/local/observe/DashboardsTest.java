package co.anb.showcase.local.observe;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.local.observe.Dashboard.Query;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of Grafana's dashboard linter, and ours. */
class DashboardsTest {

    private static final int COLUMNS = 24;
    private static final Set<String> KINDS = Set.of("prometheus", "loki", "cloudwatch");

    /** A counter, or a part of a histogram: it means something only as a rate. */
    private static final Pattern COUNTER = Pattern.compile("[a-z_]+_(total|count|sum|bucket)(?=[{\\[ )])");

    private static final Pattern RATE =
            Pattern.compile("(rate|increase)\\(([a-z_:]+)(\\{[^}]*})?\\[\\$__rate_interval]\\)");
    private static final Pattern RANGE = Pattern.compile("\\[([^]]*)]");

    /** What CloudWatch has, by namespace, with the dimensions by which it must be asked. */
    private static final Map<String, Map<String, Set<String>>> CLOUDWATCH = Map.of(
            "AWS/ApplicationELB",
            Map.of(
                    "RequestCount", Set.of("LoadBalancer"),
                    "HTTPCode_Target_5XX_Count", Set.of("LoadBalancer"),
                    "HTTPCode_Target_4XX_Count", Set.of("LoadBalancer"),
                    "HTTPCode_ELB_5XX_Count", Set.of("LoadBalancer"),
                    "TargetResponseTime", Set.of("LoadBalancer"),
                    "HealthyHostCount", Set.of("LoadBalancer", "TargetGroup"),
                    "UnHealthyHostCount", Set.of("LoadBalancer", "TargetGroup")),
            "ANB/Core",
            Map.of(
                    "showcase_vote_cast_total", Set.of("component", "outcome"),
                    "showcase_vote_refused_total", Set.of("component"),
                    "showcase_http_answered_total", Set.of("component"),
                    "showcase_relay_backlog_age_seconds", Set.of("component"),
                    "showcase_revocations_age_seconds", Set.of("component"),
                    "showcase_ranking_age_seconds", Set.of("component"),
                    "showcase_queue_ready", Set.of("component", "queue")),
            "AWS/AutoScaling",
            Map.of(
                    "GroupDesiredCapacity", Set.of("AutoScalingGroupName"),
                    "GroupInServiceInstances", Set.of("AutoScalingGroupName")),
            "AWS/EC2",
            Map.of(
                    "CPUUtilization", Set.of("AutoScalingGroupName"),
                    "CPUCreditBalance", Set.of("AutoScalingGroupName")),
            "AWS/RDS",
            Map.of(
                    "CPUUtilization", Set.of("DBInstanceIdentifier"),
                    "DatabaseConnections", Set.of("DBInstanceIdentifier"),
                    "FreeStorageSpace", Set.of("DBInstanceIdentifier"),
                    "FreeableMemory", Set.of("DBInstanceIdentifier"),
                    "ReadLatency", Set.of("DBInstanceIdentifier"),
                    "WriteLatency", Set.of("DBInstanceIdentifier")));

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    static Stream<Query> prometheusQueries() {
        return dashboards().stream()
                .flatMap(Dashboard::queries)
                .filter(query -> query.kind().equals("prometheus"));
    }

    @Test
    void theEightAreThereAndToldApart() {
        assertThat(dashboards())
                .extracting(Dashboard::name)
                .containsExactly("auth", "aws-edge", "core-api", "logs", "overview", "runtime", "votes", "worker");
        assertThat(dashboards())
                .extracting(dashboard -> dashboard.json().getString("uid"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dashboardIsReadOnlyAndLooksAtARecentTime(Dashboard dashboard) {
        JsonObject json = dashboard.json();

        assertThat(json.getBoolean("editable")).isFalse();
        assertThat(json.getInteger("schemaVersion")).isEqualTo(39);
        assertThat(json.getString("title")).startsWith("ANB ");
        assertThat(json.getString("description")).isNotBlank();
        assertThat(json.getJsonObject("time"))
                .isEqualTo(new JsonObject().put("from", "now-1h").put("to", "now"));
        assertThat(json.getString("refresh")).isEqualTo("30s");
        assertThat(GrafanaFiles.objects(json, "links"))
                .extracting(link -> link.getString("title"))
                .contains("Runbook");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelExplainsItself(Dashboard dashboard) {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.getString("title")).isNotBlank();
            assertThat(panel.getString("description")).isNotBlank().endsWith(".");
            JsonObject defaults = panel.getJsonObject("fieldConfig").getJsonObject("defaults");
            assertThat(defaults.getString("unit")).isNotBlank();
            assertThat(defaults.getJsonObject("thresholds").getJsonArray("steps"))
                    .isNotEmpty();
            assertThat(panel.getJsonArray("targets")).isNotEmpty();
            if (panel.getString("type").equals("timeseries")) {
                assertThat(panel.getJsonObject("options")
                                .getJsonObject("legend")
                                .getBoolean("showLegend"))
                        .isTrue();
            }
        });
        assertThat(dashboard.panels())
                .extracting(panel -> panel.getInteger("id"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsLieOnTheGridAndNotOnEachOther(Dashboard dashboard) {
        boolean[][] taken = new boolean[200][COLUMNS];
        for (JsonObject panel : dashboard.panels()) {
            JsonObject grid = panel.getJsonObject("gridPos");
            for (int y = grid.getInteger("y"); y < grid.getInteger("y") + grid.getInteger("h"); y++) {
                for (int x = grid.getInteger("x"); x < grid.getInteger("x") + grid.getInteger("w"); x++) {
                    assertThat(taken[y][x])
                            .as("%s at %d, %d", panel.getString("title"), x, y)
                            .isFalse();
                    taken[y][x] = true;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dataSourcesAreChosenByVariables(Dashboard dashboard) {
        Stream<JsonObject> asked =
                Stream.concat(dashboard.panels().stream(), dashboard.queries().map(Query::json));

        assertThat(asked.map(asking -> asking.getJsonObject("datasource"))).allSatisfy(source -> {
            assertThat(source.getString("type")).isIn(KINDS);
            String variable = source.getString("type").equals("prometheus") ? "datasource" : source.getString("type");
            assertThat(source.getString("uid")).isEqualTo("${" + variable + "}");
            assertThat(dashboard.variables())
                    .filteredOn(declared -> declared.getString("name").equals(variable))
                    .singleElement()
                    .extracting(declared -> declared.getString("type"), declared -> declared.getString("query"))
                    .containsExactly("datasource", source.getString("type"));
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyVariableIsUsed(Dashboard dashboard) {
        String text = dashboard.json().encode();

        assertThat(dashboard.variables()).allSatisfy(variable -> {
            String name = variable.getString("name");
            assertThat(text).containsPattern("\\$(" + name + "\\b|\\{" + name + "\\})");
        });
    }

    @ParameterizedTest
    @MethodSource("prometheusQueries")
    void countersAreRatesOverTheIntervalOfTheGraph(Query query) {
        String expression = query.expression();

        String withoutRates = RATE.matcher(expression).replaceAll("");
        assertThat(COUNTER.matcher(withoutRates).results().map(found -> found.group()))
                .as(query.where())
                .isEmpty();
        assertThat(RANGE.matcher(expression).results().map(found -> found.group(1)))
                .as(query.where())
                .allMatch("$__rate_interval"::equals);
        if (expression.contains("histogram_quantile")) {
            assertThat(expression).as(query.where()).contains("sum by (le");
        }
        assertThat(query.json().getString("legendFormat")).as(query.where()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void linksLeadToCasesOfTheRunbook(Dashboard dashboard) {
        List<String> anchors = GrafanaFiles.anchors(Path.of("..", "docs", "runbook.md"));
        Matcher links = Pattern.compile("\\$\\{runbook}#([a-z0-9-]+)")
                .matcher(dashboard.json().encode());

        assertThat(links.results().map(found -> found.group(1)))
                .allSatisfy(anchor -> assertThat(anchors).contains(anchor));
    }

    @Test
    void cloudWatchIsAskedForWhatItHas() {
        Stream<JsonObject> queries = dashboards().stream()
                .flatMap(Dashboard::queries)
                .filter(query -> query.kind().equals("cloudwatch"))
                .map(Query::json);

        assertThat(queries).isNotEmpty().allSatisfy(query -> {
            Map<String, Set<String>> metrics = CLOUDWATCH.getOrDefault(query.getString("namespace"), Map.of());
            assertThat(metrics)
                    .containsEntry(
                            query.getString("metricName"),
                            query.getJsonObject("dimensions").fieldNames());
        });
    }

    @Test
    void logsAreAskedByLabelsThatPromtailSets() {
        Stream<String> selectors = dashboards().stream()
                .flatMap(Dashboard::queries)
                .filter(query -> query.kind().equals("loki"))
                .flatMap(query -> Pattern.compile("\\{([^}]*)}")
                        .matcher(query.expression())
                        .results()
                        .map(found -> found.group(1)));

        assertThat(selectors.flatMap(selector -> Stream.of(selector.split(", ", -1))))
                .isNotEmpty()
                .allSatisfy(matcher ->
                        assertThat(matcher.replaceFirst("[=!~].*", "")).isIn("job", "component", "instance", "level"));
    }
}
