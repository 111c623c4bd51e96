package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.BootText;
import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import co.anb.showcase.pulumi.engine.StackConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How connections are let in and out, and how requests find their way; of every stack. */
class NetworkPolicyTest {

    private static final String EVERYWHERE = "0.0.0.0/0";
    private static final List<String> MEMBERS = List.of("anb-core", "anb-auth", "anb-worker");

    static Stream<StackConfig> stacks() {
        return Estates.all().stream();
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

    /** The event bus has neither login nor encryption: this is its wall (ADR 016). */
    @ParameterizedTest
    @MethodSource("stacks")
    void eventBusIsOpenToItsMembersOnThreePortsAndToNobodyElse(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(graph.of("SecurityGroupIngressRule").stream()
                        .filter(rule -> "anb-cluster-id".equals(rule.input("securityGroupId"))))
                .allMatch(rule -> "anb-cluster-id".equals(rule.input("referencedSecurityGroupId")))
                .extracting(rule -> rule.input("fromPort"))
                .containsExactlyInAnyOrder((long) Ports.CLUSTER_MEMBERS, (long) Ports.CLUSTER_EVENT_BUS, (long)
                        Ports.CLUSTER_FAILURE_DETECTION);
        for (String host : List.of("core", "auth", "worker", "broker", "observability")) {
            assertThat(graph.bootOf("anb-" + host).list("vpcSecurityGroupIds").contains("anb-cluster-id"))
                    .as(host)
                    .isEqualTo(MEMBERS.contains("anb-" + host));
        }
    }

    /** What a member is told to look for is what it and the others have, and nobody else. */
    @ParameterizedTest
    @MethodSource("stacks")
    void membersAreFoundByATagThatNobodyElseHas(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        for (String member : MEMBERS) {
            assertThat(BootText.of(graph.bootOf(member).text("userData")).variables())
                    .contains("CLUSTER_TAG='anb:cluster=" + config.stack() + "'");
        }
        Map<String, String> nameToTag = new TreeMap<>();
        graph.of("Group")
                .forEach(group -> group.list("tags").stream()
                        .map(Declared::asMap)
                        .filter(tag -> "anb:cluster".equals(tag.get("key")))
                        .forEach(tag -> nameToTag.put(group.name(), String.valueOf(tag.get("value")))));
        graph.hosts().stream()
                .filter(host -> host.object("tags").containsKey("anb:cluster"))
                .forEach(host -> nameToTag.put(
                        host.name(), String.valueOf(host.object("tags").get("anb:cluster"))));
        assertThat(nameToTag)
                .containsOnlyKeys(MEMBERS)
                .allSatisfy((name, value) -> assertThat(value).isEqualTo(config.stack()));
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

    /** Videos go to S3 and back without NAT's price for each byte. */
    @ParameterizedTest
    @MethodSource("stacks")
    void s3IsReachedByAFreeEndpointFromEverySubnet(StackConfig config) {
        Graph graph = Estates.graphOf(config);
        Declared endpoint = graph.get("VpcEndpoint", "anb-s3");

        assertThat(endpoint.input("vpcEndpointType")).isEqualTo("Gateway");
        assertThat(graph.of("RouteTableAssociation"))
                .hasSameSizeAs(graph.of("Subnet"))
                .allSatisfy(
                        subnet -> assertThat(endpoint.list("routeTableIds")).contains(subnet.input("routeTableId")));
    }

    @Test
    void privateSubnetsShareOneNatGatewayWithoutMultiAz() {
        Graph graph = Estates.graphOf(Estates.elsewhere());

        assertThat(graph.of("NatGateway")).hasSize(1);
        assertThat(graph.of("RouteTableAssociation").stream()
                        .filter(association -> association.name().startsWith("anb-private-")))
                .hasSize(2)
                .allMatch(
                        association -> Objects.equals(association.input("routeTableId"), "anb-private-eu-west-1a-id"));
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
