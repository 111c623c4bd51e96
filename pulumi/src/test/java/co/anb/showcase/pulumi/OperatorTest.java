package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.BootText;
import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.FakeEngine;
import co.anb.showcase.pulumi.engine.Graph;
import co.anb.showcase.pulumi.engine.StackConfig;
import org.junit.jupiter.api.Test;

/** What an operator meets at the command line. */
class OperatorTest {

    @Test
    void outputsTellWhereThingsAre() {
        Graph graph = Estates.graphOf(Estates.production());

        assertThat(graph.outputs())
                .containsEntry("url", "https://showcase.example.com")
                .containsEntry("grafanaUrl", "https://showcase.example.com/grafana/")
                .containsKeys(
                        "albDnsName",
                        "rabbitmqUrl",
                        "prometheusUrl",
                        "coreDbEndpoint",
                        "authDbEndpoint",
                        "mediaBucket",
                        "releaseBucket",
                        "coreAsgName",
                        "authAsgName",
                        "vpcId",
                        "dashboardUrl");
        assertThat(Estates.graphOf(Estates.minimal()).outputs()).containsEntry("url", "http://anb.elb.amazonaws.com");
    }

    /** The other stacks run in the tests' own JVM, which is cheaper. */
    @Test
    void entryPointAsksForTheSameAsARunInThisProcess() {
        Graph byEntryPoint = Estates.graphOf(Estates.production());
        Graph here = FakeEngine.up(Estates.production());

        assertThat(here.reviewed()).isEqualTo(byEntryPoint.reviewed());
        assertThat(here.resources().keySet()).isEqualTo(byEntryPoint.resources().keySet());
        assertThat(here.outputs()).isEqualTo(byEntryPoint.outputs());
        assertThat(here.exitCode()).isEqualTo(byEntryPoint.exitCode());
    }

    @Test
    void anotherRegionIsTheRegionOfEverything() {
        Graph graph = Estates.graphOf(Estates.elsewhere());

        assertThat(graph.exitCode()).as("%s", graph.messages()).isZero();
        assertThat(graph.of("Subnet"))
                .hasSize(4)
                .allMatch(subnet -> subnet.text("availabilityZone").startsWith("eu-west-1"));
        assertThat(graph.raw().replace(Declared.MADE_UP_ARN, "")).doesNotContain("us-east-1");
        assertThat(graph.all())
                .filteredOn(resource -> resource.inputs().containsKey("userData"))
                .hasSize(5)
                .allSatisfy(
                        host -> assertThat(BootText.of(host.text("userData")).variables())
                                .contains("AWS_DEFAULT_REGION='eu-west-1'"));
    }

    /** The databases leave a last snapshot all the same. */
    @Test
    void whatIsToBeDestroyedIsNotProtected() {
        Graph graph = Estates.graphOf(Estates.elsewhere());

        assertThat(graph.all()).noneMatch(resource -> resource.request().getProtect());
        assertThat(graph.databases())
                .allMatch(database -> Boolean.FALSE.equals(database.input("deletionProtection"))
                        && Boolean.FALSE.equals(database.input("skipFinalSnapshot")));
        assertThat(graph.get("LoadBalancer", "anb").input("enableDeletionProtection"))
                .isEqualTo(false);
        assertThat(Estates.graphOf(Estates.minimal()).get("LoadBalancer", "anb").input("enableDeletionProtection"))
                .isEqualTo(true);
    }

    @Test
    void previewOfAnEmptyAccountShowsTheWholeEstate() {
        Graph preview = FakeEngine.preview(Estates.production());
        Graph up = Estates.graphOf(Estates.production());

        assertThat(preview.exitCode()).as("%s", preview.messages()).isZero();
        assertThat(preview.resources().keySet()).isEqualTo(up.resources().keySet());
        assertThat(preview.get("Subnet", "anb-public-us-east-1a").input("vpcId"))
                .isEqualTo(Declared.UNKNOWN);
    }

    @Test
    void everyMistakeIsToldAtOnceAndNothingIsDeclared() {
        StackConfig wrong = Estates.minimal()
                .without("adminCidrs")
                .without("coreDbPassword")
                .with("coreMaxSize", "many")
                .with("certificateArn", "arn:aws:acm:us-east-1:123456789012:certificate/0123")
                .with("artifactsDir", "target/nothing-was-built");

        Graph graph = FakeEngine.upByEntryPoint(wrong);

        assertThat(graph.exitCode()).isNotZero();
        assertThat(graph.resources().values())
                .allMatch(resource -> resource.type().equals("pulumi:pulumi:Stack"));
        assertThat(graph.messages())
                .anySatisfy(message -> assertThat(message)
                        .contains(
                                "The configuration of stack 'minimal' can't be used",
                                "anb:adminCidrs is missing",
                                "pulumi config set --secret anb:coreDbPassword",
                                "anb:coreMaxSize is a whole number from 1 to 20, was 'many'",
                                "anb:domainName and certificateArn are set together",
                                "anb-api.jar: run `mvn -B package -DskipTests` first")
                        .doesNotContain("RunException"));
    }
}
