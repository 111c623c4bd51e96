package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.BootText;
import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.FakeEngine;
import co.anb.showcase.pulumi.engine.Graph;
import co.anb.showcase.pulumi.engine.Release;
import co.anb.showcase.pulumi.engine.StackConfig;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a release and a rotation of session keys change, and above all what they leave alone. */
class ReleaseTest {

    private static final Set<String> SERVICES = Set.of("anb-auth", "anb-core", "anb-worker");

    @Test
    void newJarsAndKeysChangeTheServicesAndNeitherBrokerNorDatabases() {
        StackConfig released = Estates.academy()
                .with("artifactsDir", Release.withNewJars("newer-release").toString())
                .withSecret("awsSessionToken", Estates.SECRET_MARK + "-of-the-next-session");
        Graph before = Estates.graphOf(Estates.academy());
        Graph after = FakeEngine.up(released);

        Set<String> changed = new TreeSet<>();
        before.all().forEach(old -> {
            Declared fresh = after.resources().get(old.urn());
            if (fresh == null
                    || !bootOf(old).equals(bootOf(fresh))
                    || !withoutPaths(old).equals(withoutPaths(fresh))) {
                changed.add(old.name());
            }
        });

        assertThat(changed)
                .containsExactlyInAnyOrder(
                        "anb-auth", "anb-core", "anb-worker", "anb-jar-auth", "anb-jar-core", "anb-jar-worker");
        assertThat(SERVICES)
                .allSatisfy(service ->
                        assertThat(bootOf(after.bootOf(service))).isNotEqualTo(bootOf(before.bootOf(service))));
    }

    /** A key with the hash in it is a new object; the old one stays in the bucket for a rollback. */
    @Test
    void oldJarsStay() {
        Graph graph = Estates.graphOf(Estates.minimal());

        for (String service : List.of("core", "auth", "worker")) {
            Declared jar = graph.get("BucketObjectv2", "anb-jar-" + service);
            assertThat(jar.request().getRetainOnDelete()).isTrue();
            assertThat(jar.text("key")).matches("releases/" + service + "/[0-9a-f]{64}\\.jar");
            assertThat(BootText.of(graph.bootOf("anb-" + service).text("userData"))
                            .variables())
                    .contains("JAR='" + jar.text("key") + "'");
        }
    }

    @Test
    void fixedHostsAreNotReplacedForANewerImage() {
        Graph graph = Estates.graphOf(Estates.minimal());

        assertThat(graph.hosts()).hasSize(3).allSatisfy(host -> {
            assertThat(host.request().getIgnoreChangesList()).containsExactly("ami");
            assertThat(host.input("userDataReplaceOnChange")).isEqualTo(true);
        });
    }

    /** A host that boots before its secrets are there would fail; a disk in use can't be attached a second time. */
    @Test
    void orderOfTheFirstDeployment() {
        Graph graph = Estates.graphOf(Estates.minimal());

        assertThat(graph.bootOf("anb-core").request().getDependenciesList())
                .anyMatch(urn -> urn.endsWith("::anb-core-database-password"));
        assertThat(graph.bootOf("anb-broker").request().getDependenciesList())
                .anyMatch(urn -> urn.endsWith("::anb-broker-broker-password"));
        assertThat(graph.get("InstanceProfile", "anb-core").request().getDependenciesList())
                .anyMatch(urn -> urn.contains("rolePolicy"));
        assertThat(graph.of("VolumeAttachment")).hasSize(2).allSatisfy(attachment -> {
            assertThat(attachment.request().getDeleteBeforeReplace()).isTrue();
            assertThat(attachment.input("stopInstanceBeforeDetaching")).isEqualTo(true);
        });
    }

    private static String bootOf(Declared resource) {
        return resource.revealed().get("userData") instanceof String userData ? userData : "";
    }

    private static String withoutPaths(Declared resource) {
        return resource.inputs().toString().replaceAll("target/(newer-)?release/", "");
    }
}
