package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.BootText;
import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import co.anb.showcase.pulumi.engine.StackConfig;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of all hosts, and of what watches them; in every stack. */
class HostPolicyTest {

    static Stream<StackConfig> stacks() {
        return Estates.all().stream();
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void instancesAnswerMetadataToTokensOnly(StackConfig config) {
        Graph graph = Estates.graphOf(config);
        List<Declared> machines = new ArrayList<>(graph.hosts());
        machines.addAll(graph.of("LaunchTemplate"));

        assertThat(machines)
                .hasSize(5)
                .allSatisfy(machine -> assertThat(machine.object("metadataOptions"))
                        .containsEntry("httpTokens", "required")
                        .containsEntry("httpPutResponseHopLimit", 1L));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void groupsRenewThemselvesByNumberedVersions(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(graph.of("Group")).hasSize(2).allSatisfy(group -> {
            assertThat(group.object("launchTemplate")).containsEntry("version", "7");
            assertThat(group.object("instanceRefresh")).containsEntry("strategy", "Rolling");
            assertThat(Declared.asMap(group.object("instanceRefresh").get("preferences")))
                    .as("a new host before an old one goes")
                    .containsEntry("minHealthyPercentage", 100L)
                    .containsEntry("maxHealthyPercentage", 200L)
                    .containsEntry("autoRollback", true);
            assertThat(group.inputs()).containsEntry("healthCheckType", "ELB").doesNotContainKey("desiredCapacity");
            assertThat(group.input("healthCheckGracePeriod")).isEqualTo(300L);
        });
        assertThat(Declared.asMap(graph.get("Policy", "anb-core-cpu").input("targetTrackingConfiguration")))
                .containsEntry("targetValue", 60L)
                .containsEntry("disableScaleIn", false);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void everythingIsTagged(StackConfig config) {
        Graph graph = Estates.graphOf(config);
        Declared provider = graph.all().stream()
                .filter(resource -> resource.type().equals("pulumi:providers:aws"))
                .findFirst()
                .orElseThrow();

        assertThat(provider.text("defaultTags")).contains("Project", "Stack", "ManagedBy");
        assertThat(graph.all().stream()
                        .filter(resource -> resource.type().startsWith("aws:"))
                        .toList())
                .isNotEmpty()
                .allMatch(resource -> resource.request().getProvider().contains("::anb::"));
        assertThat(graph.of("Group"))
                .allSatisfy(group -> assertThat(group.list("tags"))
                        .hasSize(6)
                        .allSatisfy(tag -> assertThat(Declared.asMap(tag)).containsEntry("propagateAtLaunch", true)));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void everyAlarmTellsSomebodyAndSaysWhatMissingDataMeans(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(graph.of("MetricAlarm")).hasSizeGreaterThan(25).allSatisfy(alarm -> {
            assertThat(alarm.text("treatMissingData")).isNotEqualTo("null");
            assertThat(alarm.list("alarmActions")).isNotEmpty();
            assertThat(alarm.text("alarmDescription")).isNotBlank();
        });
        assertThat(graph.of("LogGroup"))
                .hasSize(5)
                .allMatch(group -> Objects.equals(group.input("retentionInDays"), 30L));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void userDataFitsIntoWhatEc2Takes(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(graph.all().stream().filter(resource -> resource.revealed().get("userData") instanceof String))
                .hasSize(5)
                .allSatisfy(resource -> assertThat(
                                BootText.of(resource.text("userData")).text().getBytes(StandardCharsets.UTF_8).length)
                        .isLessThanOrEqualTo(16_384));
    }

    /** An alarm that looks more often than AWS gives a figure would see nothing most of the time. */
    @ParameterizedTest
    @MethodSource("stacks")
    void alarmsLookAsOftenAsThereAreFigures(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        Map<String, Long> rareMetricToPeriod = Map.of("CPUCreditBalance", 300L, "DaysToExpiry", 86_400L);
        assertThat(graph.of("MetricAlarm"))
                .allSatisfy(alarm -> assertThat(alarm.input("period"))
                        .isEqualTo(rareMetricToPeriod.getOrDefault(alarm.text("metricName"), 60L)));
        assertThat(graph.of("MetricAlarm"))
                .filteredOn(alarm -> alarm.text("metricName").equals("CPUCreditBalance"))
                .hasSize(7);
    }

    /** Its figure ends with the certificate, and that is the worst case. */
    @ParameterizedTest
    @MethodSource("stacks")
    void certificateThatEndsIsAlarmed(StackConfig config) {
        Graph graph = Estates.graphOf(config);
        List<Declared> listeners = graph.of("Listener").stream()
                .filter(listener -> listener.inputs().containsKey("certificateArn"))
                .toList();

        assertThat(graph.of("MetricAlarm").stream()
                        .filter(alarm -> alarm.text("metricName").equals("DaysToExpiry")))
                .hasSize(listeners.size())
                .allSatisfy(alarm -> {
                    assertThat(alarm.object("dimensions"))
                            .containsEntry("CertificateArn", listeners.get(0).input("certificateArn"));
                    assertThat(alarm.text("treatMissingData")).isEqualTo("breaching");
                });
    }

    /** Each metric is a list inside the list of its widget, and no widget lies on another. */
    @ParameterizedTest
    @MethodSource("stacks")
    void dashboardIsWellFormed(StackConfig config) {
        Graph graph = Estates.graphOf(config);
        JsonArray widgets = new Gson()
                .fromJson(graph.get("Dashboard", "anb").text("dashboardBody"), JsonObject.class)
                .getAsJsonArray("widgets");

        Set<String> places = new HashSet<>();
        assertThat(widgets).hasSize(14).allSatisfy(element -> {
            JsonObject widget = element.getAsJsonObject();
            JsonObject properties = widget.getAsJsonObject("properties");
            assertThat(places.add(widget.get("x") + "," + widget.get("y"))).isTrue();
            assertThat(properties.get("title").getAsString()).isNotBlank();
            assertThat(properties.getAsJsonArray("metrics")).isNotEmpty().allMatch(JsonElement::isJsonArray);
        });
    }
}
