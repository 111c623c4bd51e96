package co.anb.showcase.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must be true of docs/openapi.yaml itself. */
class ProjectContractTest {

    private final ContractParser parser = new ContractParser(read());
    private final List<Operation> operations = parser.operations();

    @Test
    void operationIdsAreUnique() {
        assertThat(operations).extracting(Operation::id).doesNotHaveDuplicates();
    }

    @Test
    void everyOperationNamesItsService() {
        assertThat(operations).extracting(Operation::service).containsOnly("auth", "core");
    }

    @Test
    void pathsBelongToTheServiceThatTheLoadBalancerSendsThemTo() {
        assertThat(operations)
                .allSatisfy(operation -> assertThat(operation.service())
                        .isEqualTo(
                                Stream.of("/auth/", "/api/auth/")
                                                .anyMatch(operation.path().text()::startsWith)
                                        ? "auth"
                                        : "core"));
    }

    @Test
    void authIsServedUnderBothPrefixes() {
        List<String> versioned = shapes("/auth/api/v1/");
        List<String> plain = shapes("/api/auth/");

        assertThat(versioned).isNotEmpty().containsExactlyInAnyOrderElementsOf(plain);
    }

    @Test
    void unauthorizedCarriesChallengeAndThrottlingAWait() {
        assertThat(operations).allSatisfy(operation -> {
            assertRequires(operation, 401, "WWW-Authenticate");
            assertRequires(operation, 429, "Retry-After");
        });
    }

    @Test
    void noOperationDocumentsAServerFault() {
        assertThat(operations)
                .allSatisfy(operation -> assertThat(operation.answers()).doesNotContainKeys(422, 500));
    }

    @Test
    void examplesAreValid() {
        List<String> faults = new ArrayList<>();
        int checked = checkExamples(parser.document(), faults);

        assertThat(faults).isEmpty();
        assertThat(checked).isGreaterThan(5);
    }

    private List<String> shapes(String prefix) {
        return operations.stream()
                .filter(operation -> operation.path().text().startsWith(prefix))
                .map(operation ->
                        operation.method() + " " + operation.path().text().substring(prefix.length()))
                .toList();
    }

    private static void assertRequires(Operation operation, int status, String header) {
        Answer answer = operation.answers().get(status);
        if (answer != null) {
            assertThat(answer.headers())
                    .as("%s %d", operation, status)
                    .hasEntrySatisfying(
                            header, found -> assertThat(found.required()).isTrue());
        }
    }

    private int checkExamples(JsonNode node, List<String> faults) {
        int checked = 0;
        JsonNode example = node.path("example");
        if (node.isObject() && !example.isMissingNode()) {
            JsonNode schema = node.path("schema").isObject() ? node.path("schema") : withoutExample(node);
            Schema compiled = parser.compile(schema);
            compiled.validate(example).forEach(error -> faults.add(example + ": " + error));
            checked++;
        }
        for (JsonNode child : node) {
            checked += checkExamples(child, faults);
        }
        return checked;
    }

    private static JsonNode withoutExample(JsonNode node) {
        ObjectNode copy = node.deepCopy();
        copy.remove("example");
        return copy;
    }

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "openapi.yaml"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
