package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules that the default stack does not keep, and the stack that keeps them. */
class WaiversTest {

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
                graph.databases().stream().noneMatch(database -> Boolean.TRUE.equals(database.input("multiAz")));
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
        assertThat(graph.databases()).allMatch(database -> Boolean.TRUE.equals(database.input("multiAz")));
        assertThat(graph.hosts()).allMatch(host -> host.text("subnetId").contains("private"));
        assertThat(graph.of("Group"))
                .allMatch(group -> group.text("vpcZoneIdentifiers").contains("private"));
        assertThat(graph.of("NatGateway")).hasSize(2);
        assertThat(graph.of("TopicSubscription")).hasSize(1);
    }
}
