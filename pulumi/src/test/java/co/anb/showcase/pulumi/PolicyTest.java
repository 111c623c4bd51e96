package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.BootText;
import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import co.anb.showcase.pulumi.engine.StackConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every stack, whatever its configuration; the names follow AWS' policy packs. */
class PolicyTest {

    private static final String EVERYWHERE = "0.0.0.0/0";
    private static final List<String> HOLD_DATA = List.of(
            "Instance anb-core-rds",
            "Instance anb-auth-rds",
            "BucketV2 anb-media",
            "BucketV2 anb-releases",
            "Volume anb-broker",
            "Volume anb-observability");

    static Stream<StackConfig> stacks() {
        return Estates.all().stream();
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void storageIsEncrypted(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(databases(graph)).hasSize(2).allMatch(db -> Boolean.TRUE.equals(db.input("storageEncrypted")));
        assertThat(graph.of("Volume")).isNotEmpty().allMatch(disk -> Boolean.TRUE.equals(disk.input("encrypted")));
        assertThat(hosts(graph)).isNotEmpty().allSatisfy(host -> {
            assertThat(host.object("rootBlockDevice")).containsEntry("encrypted", true);
            assertThat(host.list("ebsBlockDevices"))
                    .allSatisfy(disk -> assertThat(Declared.asMap(disk)).containsEntry("encrypted", true));
        });
        assertThat(graph.of("LaunchTemplate"))
                .isNotEmpty()
                .allSatisfy(template -> assertThat(template.list("blockDeviceMappings"))
                        .isNotEmpty()
                        .allSatisfy(disk -> assertThat(
                                        Declared.asMap(Declared.asMap(disk).get("ebs")))
                                .containsEntry("encrypted", "true")));
        assertThat(graph.of("BucketServerSideEncryptionConfigurationV2")).hasSameSizeAs(graph.of("BucketV2"));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void databasesAreClosedAndCanBePutBack(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(databases(graph)).allSatisfy(database -> {
            assertThat(database.input("publiclyAccessible")).isEqualTo(false);
            assertThat((Long) database.input("backupRetentionPeriod")).isGreaterThanOrEqualTo(7);
            assertThat(database.input("skipFinalSnapshot")).isEqualTo(false);
            assertThat(database.input("deletionProtection")).isEqualTo(true);
            assertThat(database.input("engineVersion")).isEqualTo("17");
            assertThat(database.input("allocatedStorage")).isEqualTo(20L);
            assertThat(database.input("maxAllocatedStorage")).isEqualTo(100L);
        });
        assertThat(graph.of("ParameterGroup")).singleElement().satisfies(group -> {
            assertThat(group.input("family")).isEqualTo("postgres17");
            assertThat(group.list("parameters"))
                    .singleElement()
                    .satisfies(parameter -> assertThat(Declared.asMap(parameter))
                            .containsEntry("name", "rds.force_ssl")
                            .containsEntry("value", "1"));
        });
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void bucketsAreClosedToThePublicAndVersioned(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(graph.of("BucketPublicAccessBlock"))
                .hasSameSizeAs(graph.of("BucketV2"))
                .allSatisfy(block -> assertThat(block.inputs())
                        .containsEntry("blockPublicAcls", true)
                        .containsEntry("blockPublicPolicy", true)
                        .containsEntry("ignorePublicAcls", true)
                        .containsEntry("restrictPublicBuckets", true));
        assertThat(graph.of("BucketVersioningV2"))
                .hasSameSizeAs(graph.of("BucketV2"))
                .allSatisfy(versioning ->
                        assertThat(versioning.object("versioningConfiguration")).containsEntry("status", "Enabled"));
        assertThat(graph.of("BucketPolicy"))
                .hasSameSizeAs(graph.of("BucketV2"))
                .allSatisfy(policy -> assertThat(policy.text("policy")).contains("aws:SecureTransport", "Deny"));
        assertThat(graph.of("BucketV2")).allMatch(bucket -> Boolean.FALSE.equals(bucket.input("forceDestroy")));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void instancesAnswerMetadataToTokensOnly(StackConfig config) {
        Graph graph = Estates.graphOf(config);
        List<Declared> machines = new ArrayList<>(hosts(graph));
        machines.addAll(graph.of("LaunchTemplate"));

        assertThat(machines)
                .hasSize(5)
                .allSatisfy(machine -> assertThat(machine.object("metadataOptions"))
                        .containsEntry("httpTokens", "required")
                        .containsEntry("httpPutResponseHopLimit", 1L));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void onlyTheLoadBalancerIsOpenToTheInternet(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        List<Declared> open = graph.of("SecurityGroupIngressRule").stream()
                .filter(rule -> EVERYWHERE.equals(rule.input("cidrIpv4")))
                .toList();

        assertThat(open).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.input("securityGroupId")).isEqualTo("anb-alb-id");
            assertThat(rule.input("fromPort")).isIn(80L, 443L);
        });
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void everyRuleIsOnePortWithItsReason(StackConfig config) {
        Graph graph = Estates.graphOf(config);
        List<Declared> rules = new ArrayList<>(graph.of("SecurityGroupIngressRule"));
        rules.addAll(graph.of("SecurityGroupEgressRule"));

        assertThat(rules).hasSizeGreaterThan(40).allSatisfy(rule -> {
            assertThat(rule.input("fromPort")).isEqualTo(rule.input("toPort"));
            assertThat(rule.input("ipProtocol")).isEqualTo("tcp");
            assertThat(rule.text("description")).matches("[A-Za-z0-9 ,]{5,255}");
            assertThat(rule.input("fromPort")).isNotEqualTo(22L);
        });
        assertThat(graph.of("SecurityGroup"))
                .allSatisfy(group -> assertThat(group.inputs())
                        .doesNotContainKeys("ingress", "egress")
                        .containsEntry("revokeRulesOnDelete", true));
    }

    /** What is let out of one group to another is let in there, and the other way round. */
    @ParameterizedTest
    @MethodSource("stacks")
    void bothEndsOfEachConnectionAgree(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        Set<String> out = new TreeSet<>();
        graph.of("SecurityGroupEgressRule").stream()
                .filter(rule -> rule.inputs().containsKey("referencedSecurityGroupId"))
                .forEach(rule -> out.add(rule.input("securityGroupId") + " > " + rule.input("referencedSecurityGroupId")
                        + " " + rule.input("fromPort")));
        Set<String> in = new TreeSet<>();
        graph.of("SecurityGroupIngressRule").stream()
                .filter(rule -> rule.inputs().containsKey("referencedSecurityGroupId"))
                .forEach(rule -> in.add(rule.input("referencedSecurityGroupId") + " > " + rule.input("securityGroupId")
                        + " " + rule.input("fromPort")));

        assertThat(out).isEqualTo(in).contains("anb-core-id > anb-core-rds-id 5432");
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void databasesTakeNobodyButTheirServicesAndAdmins(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(sourcesOf(graph, "anb-core-rds-id"))
                .contains("anb-core-id", "anb-worker-id", "203.0.113.7/32")
                .doesNotContain("anb-auth-id", EVERYWHERE);
        assertThat(sourcesOf(graph, "anb-auth-rds-id"))
                .contains("anb-auth-id", "203.0.113.7/32")
                .doesNotContain("anb-core-id", "anb-worker-id", EVERYWHERE);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void balancerHasOneRuleForEachPath(StackConfig config) {
        Graph graph = Estates.graphOf(config);
        List<Declared> rules = graph.of("ListenerRule");
        List<Object> paths = new ArrayList<>();
        rules.forEach(
                rule -> rule.list("conditions").forEach(condition -> paths.addAll(values(condition, "pathPattern"))));

        assertThat(rules).extracting(rule -> rule.input("priority")).doesNotHaveDuplicates();
        assertThat(paths)
                .doesNotHaveDuplicates()
                .contains("/api/*", "/auth/*", "/grafana/*", "/rabbitmq/*", "/prometheus/*");
        assertThat((Long) graph.get("ListenerRule", "anb-auth-api").input("priority"))
                .isLessThan((Long) graph.get("ListenerRule", "anb-api").input("priority"));
        assertThat(graph.get("ListenerRule", "anb-detours").input("priority")).isEqualTo(1L);
        assertThat(rules)
                .allSatisfy(rule -> assertThat(rule.list("conditions").stream()
                                .mapToInt(condition ->
                                        values(condition, "pathPattern").size()
                                                + values(condition, "sourceIp").size())
                                .sum())
                        .as("values of a rule, of which AWS takes five")
                        .isLessThanOrEqualTo(5));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void consolesAreForAdministrators(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        for (String console : List.of("anb-grafana", "anb-rabbitmq", "anb-prometheus")) {
            assertThat(graph.get("ListenerRule", console).list("conditions"))
                    .anySatisfy(condition ->
                            assertThat(values(condition, "sourceIp")).contains("203.0.113.7/32"));
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void balancerDropsInvalidHeadersAndForwardsNothingByDefault(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        Declared balancer = graph.get("LoadBalancer", "anb");
        assertThat(balancer.inputs())
                .containsEntry("dropInvalidHeaderFields", true)
                .containsEntry("internal", false)
                .containsEntry("idleTimeout", 300L)
                .containsEntry("enableDeletionProtection", true);
        assertThat(balancer.list("subnets")).hasSize(2);
        assertThat(graph.of("Listener").stream().filter(listener -> !"TCP".equals(listener.input("protocol"))))
                .isNotEmpty()
                .allSatisfy(listener -> assertThat(
                                Declared.asMap(listener.list("defaultActions").get(0))
                                        .get("type"))
                        .isIn("fixed-response", "redirect"));
    }

    /** A path that fails with the database would let a database outage end every host (ADR 008). */
    @ParameterizedTest
    @MethodSource("stacks")
    void healthChecksAskForTheProcessOnly(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(graph.of("TargetGroup")).hasSize(6).allSatisfy(group -> {
            assertThat(group.object("healthCheck"))
                    .containsEntry("interval", 30L)
                    .containsEntry("unhealthyThreshold", 3L);
            assertThat(group.object("healthCheck").get("path"))
                    .isIn(
                            "/api/health",
                            "/auth/api/v1/status",
                            "/grafana/api/health",
                            "/rabbitmq/",
                            "/prometheus/-/healthy");
        });
        assertThat(graph.get("TargetGroup", "anb-core").input("deregistrationDelay"))
                .isEqualTo(300L);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void groupsRenewThemselvesByNumberedVersions(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(graph.of("Group")).hasSize(2).allSatisfy(group -> {
            assertThat(group.object("launchTemplate")).containsEntry("version", "7");
            assertThat(group.object("instanceRefresh")).containsEntry("strategy", "Rolling");
            assertThat(Declared.asMap(group.object("instanceRefresh").get("preferences")))
                    .containsEntry("minHealthyPercentage", 100L)
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
    void whatHoldsDataIsProtected(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        List<String> protectedOnes = graph.all().stream()
                .filter(resource -> resource.request().getProtect())
                .map(resource -> resource.type().replaceAll(".*:", "") + " " + resource.name())
                .toList();

        assertThat(protectedOnes).containsExactlyInAnyOrderElementsOf(HOLD_DATA);
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
                        .hasSize(5)
                        .allSatisfy(tag -> assertThat(Declared.asMap(tag)).containsEntry("propagateAtLaunch", true)));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void subnetsAreApartAndInsideTheVpc(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(graph.get("Vpc", "anb").input("cidrBlock")).isEqualTo("10.0.0.0/16");
        assertThat(graph.of("Subnet"))
                .extracting(subnet -> subnet.text("cidrBlock"))
                .doesNotHaveDuplicates()
                .allMatch(cidr -> cidr.matches("10\\.0\\.\\d{1,3}\\.0/24"));
        assertThat(graph.of("Subnet"))
                .extracting(subnet -> subnet.text("availabilityZone"))
                .contains("us-east-1a", "us-east-1b");
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

    @ParameterizedTest
    @EnumSource(Waivers.class)
    void waiverHasAReasonAndIsNeeded(Waivers waiver) {
        Graph graph = Estates.graphOf(Estates.minimal());

        assertThat(waiver.reason()).contains("The document has");
        boolean needed = switch (waiver) {
            case ALB_WITHOUT_HTTPS ->
                graph.of("Listener").stream().noneMatch(listener -> "HTTPS".equals(listener.input("protocol")));
            case HOSTS_WITH_PUBLIC_ADDRESSES ->
                graph.of("Subnet").stream()
                        .allMatch(subnet -> Boolean.TRUE.equals(subnet.input("mapPublicIpOnLaunch")));
            case DATABASES_IN_ONE_ZONE ->
                databases(graph).stream().noneMatch(database -> Boolean.TRUE.equals(database.input("multiAz")));
            case ACCESS_LOGS_OF_BALANCER_AND_BUCKETS ->
                !graph.get("LoadBalancer", "anb").inputs().containsKey("accessLogs");
        };
        assertThat(needed).isTrue();
    }

    @Test
    void productionNeedsNoWaiverButThatOfLogs() {
        Graph graph = Estates.graphOf(Estates.production());

        assertThat(graph.get("Listener", "anb-https").text("sslPolicy"))
                .isEqualTo("ELBSecurityPolicy-TLS13-1-2-2021-06");
        assertThat(Declared.asMap(
                        graph.get("Listener", "anb-http").list("defaultActions").get(0)))
                .containsEntry("type", "redirect");
        assertThat(databases(graph)).allMatch(database -> Boolean.TRUE.equals(database.input("multiAz")));
        assertThat(hosts(graph)).allMatch(host -> host.text("subnetId").contains("private"));
        assertThat(graph.of("Group"))
                .allMatch(group -> group.text("vpcZoneIdentifiers").contains("private"));
        assertThat(graph.of("NatGateway")).hasSize(2);
        assertThat(graph.of("TopicSubscription")).hasSize(1);
    }

    static List<Declared> databases(Graph graph) {
        return graph.of("Instance").stream()
                .filter(instance -> instance.type().startsWith("aws:rds"))
                .toList();
    }

    static List<Declared> hosts(Graph graph) {
        return graph.of("Instance").stream()
                .filter(instance -> instance.type().startsWith("aws:ec2"))
                .toList();
    }

    private static List<Object> sourcesOf(Graph graph, String group) {
        List<Object> sources = new ArrayList<>();
        graph.of("SecurityGroupIngressRule").stream()
                .filter(rule -> group.equals(rule.input("securityGroupId")))
                .forEach(rule ->
                        sources.add(rule.inputs().getOrDefault("cidrIpv4", rule.input("referencedSecurityGroupId"))));
        return sources;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> values(Object condition, String kind) {
        return (List<Object>) Declared.asMap(Declared.asMap(condition).getOrDefault(kind, Map.of()))
                .getOrDefault("values", List.of());
    }
}
