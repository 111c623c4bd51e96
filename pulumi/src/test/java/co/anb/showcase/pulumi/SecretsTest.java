package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.BootText;
import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import co.anb.showcase.pulumi.engine.StackConfig;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No secret is to be read in the state of a stack, in a plan, or in what a host is started with. */
class SecretsTest {

    static Stream<StackConfig> stacks() {
        return Estates.all().stream();
    }

    /** What is marked as a secret is hidden in {@code inputs}; what is left must hold no secret in any coding. */
    @ParameterizedTest
    @MethodSource("stacks")
    void noSecretIsInClearAnywhere(StackConfig config) {
        Graph graph = Estates.graphOf(config);

        assertThat(graph.raw()).as("the search finds what is there").contains(Estates.SECRET_MARK);
        graph.all().forEach(resource -> {
            assertHidden(resource, resource.inputs().toString());
            if (resource.input("userData") instanceof String userData && !userData.equals(Declared.SECRET)) {
                assertHidden(resource, BootText.of(userData).text());
            }
        });
        assertThat(graph.outputs().toString()).doesNotContain(Estates.SECRET_MARK);
        assertThat(graph.messages().toString()).doesNotContain(Estates.SECRET_MARK);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void everySecretOfABootIsAnEncryptedParameter(StackConfig config) {
        Graph graph = Estates.graphOf(config);
        boolean admin = config.values().containsKey("anb:adminPassword");

        List<Declared> parameters = graph.of("Parameter");
        assertThat(parameters).hasSize(admin ? 10 : 9).allSatisfy(parameter -> {
            assertThat(parameter.text("type")).isEqualTo("SecureString");
            assertThat(parameter.input("value")).isEqualTo(Declared.SECRET);
        });
        assertThat(parameters)
                .extracting(parameter -> parameter.text("name"))
                .contains(
                        "/anb/" + config.stack() + "/core/database-password",
                        "/anb/" + config.stack() + "/auth/key-encryption-key");
        assertThat(graph.get("Instance", "anb-core-rds").input("password")).isEqualTo(Declared.SECRET);
    }

    @Test
    void sessionKeysMakeTheWholeUserDataOfCoreAndWorkerASecret() {
        Graph graph = Estates.graphOf(Estates.academy());

        Map<String, Boolean> keys = Map.of(
                "anb-core",
                true,
                "anb-worker",
                true,
                "anb-auth",
                false,
                "anb-broker",
                false,
                "anb-observability",
                false);

        keys.forEach((name, expected) -> {
            Declared host = graph.bootOf(name);
            assertThat(BootText.of(host.text("userData")).hasSessionKeys())
                    .as(name)
                    .isEqualTo(expected);
            assertThat(Declared.SECRET.equals(host.input("userData"))).as(name).isEqualTo(expected);
        });
    }

    @Test
    void academyMakesNoIamResource() {
        Graph graph = Estates.graphOf(Estates.academy());

        assertThat(graph.all()).noneMatch(resource -> resource.type().startsWith("aws:iam"));
        assertThat(graph.hosts())
                .allMatch(host -> host.text("iamInstanceProfile").equals("LabInstanceProfile"));
    }

    private static void assertHidden(Declared resource, String text) {
        String base64 = Base64.getEncoder()
                .encodeToString(
                        "fixture-secret-of-thirty-2-bytes".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(text).as(resource.urn()).doesNotContain(Estates.SECRET_MARK).doesNotContain(base64);
    }
}
