package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names and figures that the document gives, on the stack where nothing is set but what has no default. */
class DocumentTest {

    private final Graph graph = Estates.graphOf(Estates.minimal());

    @Test
    void networkHasTheAddressesOfTheDocument() {
        assertThat(graph.get("Vpc", "anb").input("cidrBlock")).isEqualTo("10.0.0.0/16");
        assertThat(graph.of("Subnet"))
                .extracting(subnet -> subnet.text("cidrBlock") + " " + subnet.text("availabilityZone"))
                .containsExactlyInAnyOrder("10.0.1.0/24 us-east-1a", "10.0.2.0/24 us-east-1b");
        assertThat(graph.of("InternetGateway")).hasSize(1);
        assertThat(graph.of("NatGateway")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "anb-core, t3.small",
        "anb-auth, t3.small",
        "anb-broker, t3.small",
        "anb-worker, t3.large",
        "anb-observability, t3.small"
    })
    void hostsHaveTheSizesOfTheDocument(String name, String instanceType) {
        assertThat(graph.bootOf(name).input("instanceType")).isEqualTo(instanceType);
    }

    @Test
    void hostsAreUbuntu2204() {
        String image = "[/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id]";

        assertThat(graph.of("LaunchTemplate"))
                .hasSize(2)
                .allSatisfy(template -> assertThat(template.input("imageId")).isEqualTo(image));
        assertThat(graph.hosts())
                .hasSize(3)
                .allSatisfy(host -> assertThat(host.input("ami")).isEqualTo(image));
    }

    @Test
    void balancerListensOnPort80AndSaysNotFoundByItself() {
        assertThat(graph.get("Listener", "anb-http").inputs())
                .containsEntry("port", 80L)
                .containsEntry("protocol", "HTTP");
        assertThat(graph.get("Listener", "anb-http").list("defaultActions").toString())
                .contains("fixed-response", "statusCode=404");
    }

    @Test
    void coreScalesFromOneToThree() {
        assertThat(graph.get("Group", "anb-core").inputs())
                .containsEntry("minSize", 1L)
                .containsEntry("maxSize", 3L);
        assertThat(Declared.asMap(graph.get("Policy", "anb-core-cpu")
                                .object("targetTrackingConfiguration")
                                .get("predefinedMetricSpecification"))
                        .get("predefinedMetricType"))
                .isEqualTo("ASGAverageCPUUtilization");
    }

    @Test
    void databasesAreTheSmallOnesOfTheDocument() {
        assertThat(graph.databases())
                .extracting(database -> database.text("identifier"))
                .containsExactlyInAnyOrder("anb-core-rds", "anb-auth-rds");
        assertThat(graph.databases())
                .allMatch(database -> Objects.equals(database.input("instanceClass"), "db.t3.micro")
                        && Objects.equals(database.input("multiAz"), false)
                        && Objects.equals(database.input("engine"), "postgres"));
    }

    @ParameterizedTest
    @CsvSource({
        "anb-core, 8000, /api/health",
        "anb-auth, 8001, /auth/api/v1/status",
        "anb-grafana, 3000, /grafana/api/health",
        "anb-rabbitmq, 15672, /rabbitmq/",
        "anb-prometheus, 9090, /prometheus/-/healthy"
    })
    void targetsAreAskedEveryHalfMinuteAndThreeTimes(String name, long port, String path) {
        Declared target = graph.get("TargetGroup", name);

        assertThat(target.input("port")).isEqualTo(port);
        assertThat(target.object("healthCheck"))
                .containsEntry("path", path)
                .containsEntry("interval", 30L)
                .containsEntry("unhealthyThreshold", 3L);
    }
}
