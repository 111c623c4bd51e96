package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each role allows what its component was seen doing, and no more. */
class RolesTest {

    private static final Path OPERATIONS = Path.of("../docs/s3-operations.json");
    private static final String MEDIA = "arn:aws:s3:::anb-media";

    /** The action that S3 asks for, by operation; from the table of the service authorization reference. */
    private static final Map<String, String> OPERATION_TO_ACTION = Map.ofEntries(
            Map.entry("AbortMultipartUpload", "s3:AbortMultipartUpload"),
            Map.entry("CompleteMultipartUpload", "s3:PutObject"),
            Map.entry("CreateMultipartUpload", "s3:PutObject"),
            Map.entry("DeleteObject", "s3:DeleteObject"),
            Map.entry("GetObject", "s3:GetObject"),
            Map.entry("HeadBucket", "s3:ListBucket"),
            Map.entry("HeadObject", "s3:GetObject"),
            Map.entry("ListObjectsV2", "s3:ListBucket"),
            Map.entry("ListMultipartUploads", "s3:ListBucketMultipartUploads"),
            Map.entry("ListParts", "s3:ListMultipartUploadParts"),
            Map.entry("PutObject", "s3:PutObject"),
            Map.entry("UploadPart", "s3:PutObject"));

    private final Graph graph = Estates.graphOf(Estates.production());

    @ParameterizedTest
    @ValueSource(strings = {"core", "worker"})
    void roleAllowsExactlyTheRecordedOperationsOnTheMediaBucket(String component) throws IOException {
        Set<String> recorded = new TreeSet<>();
        JsonObject operations = new Gson().fromJson(Files.readString(OPERATIONS), JsonObject.class);
        operations.getAsJsonArray(component).forEach(operation -> {
            assertThat(OPERATION_TO_ACTION).containsKey(operation.getAsString());
            recorded.add(OPERATION_TO_ACTION.get(operation.getAsString()));
        });

        assertThat(allowedOnMedia(component)).isEqualTo(recorded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "broker", "observability"})
    void whoHasNothingToDoWithVideosCanNotReadThem(String component) {
        assertThat(allowedOnMedia(component)).isEmpty();
    }

    @Test
    void onlyCoreDeletesAndTheWorkerWritesWhereItShould() {
        assertThat(resourcesOf("core", "s3:DeleteObject"))
                .containsExactlyInAnyOrder(MEDIA + "/uploads/*", MEDIA + "/processed/*");
        assertThat(resourcesOf("core", "s3:PutObject")).containsExactly(MEDIA + "/uploads/*");
        assertThat(resourcesOf("worker", "s3:PutObject")).containsExactly(MEDIA + "/processed/*");
        assertThat(resourcesOf("worker", "s3:GetObject")).contains(MEDIA + "/uploads/*", MEDIA + "/assets/*");
    }

    /** Members of the event bus look for each other, Prometheus for Core; EC2 knows no narrower resource. */
    @ParameterizedTest
    @CsvSource({"core, true", "auth, true", "worker, true", "observability, true", "broker, false"})
    void whoLooksForHostsMayListThem(String component, boolean allowed) {
        assertThat(resourcesOf(component, "ec2:DescribeInstances")).isEqualTo(allowed ? List.of("*") : List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "auth", "worker", "broker", "observability"})
    void roleReadsItsOwnSecretsAndReleases(String component) {
        assertThat(resourcesOf(component, "ssm:GetParameter"))
                .containsExactly("arn:aws:ssm:us-east-1:*:parameter/anb/production/" + component + "/*");
        assertThat(resourcesOf(component, "s3:GetObject").stream().filter(arn -> arn.contains("/releases/")))
                .allMatch(arn -> arn.endsWith("/releases/" + component + "/*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "auth", "worker", "broker", "observability"})
    void noStatementIsWithoutLimits(String component) {
        statements(component).forEach(statement -> {
            assertThat(texts(statement.get("Action"))).noneMatch(action -> action.contains("*"));
            if (texts(statement.get("Resource")).contains("*")) {
                assertThat(texts(statement.get("Action")))
                        .as("actions that know no resource, or have a condition")
                        .allMatch(action -> statement.has("Condition")
                                || action.matches("(ec2|cloudwatch):(Describe|Get|List).*|ssmmessages:.*|"
                                        + "ssm:UpdateInstanceInformation|tag:GetResources"));
            }
        });
    }

    /** AWS' managed policy for sessions would let each host read every secret of the account. */
    @Test
    void noManagedPolicyIsAttached() {
        assertThat(graph.of("RolePolicyAttachment")).isEmpty();
        assertThat(graph.of("Role"))
                .hasSize(5)
                .allSatisfy(role -> assertThat(role.inputs()).doesNotContainKey("managedPolicyArns"));
    }

    private Set<String> allowedOnMedia(String component) {
        Set<String> actions = new TreeSet<>();
        statements(component)
                .filter(statement -> texts(statement.get("Resource")).stream().anyMatch(arn -> arn.startsWith(MEDIA)))
                .forEach(statement -> actions.addAll(texts(statement.get("Action"))));
        return actions;
    }

    private List<String> resourcesOf(String component, String action) {
        List<String> resources = new ArrayList<>();
        statements(component)
                .filter(statement -> texts(statement.get("Action")).contains(action))
                .forEach(statement -> resources.addAll(texts(statement.get("Resource"))));
        return resources;
    }

    private Stream<JsonObject> statements(String component) {
        String policy = graph.get("RolePolicy", "anb-" + component).text("policy");
        List<JsonObject> statements = new ArrayList<>();
        new Gson()
                .fromJson(policy, JsonObject.class)
                .getAsJsonArray("Statement")
                .forEach(statement -> statements.add(statement.getAsJsonObject()));
        return statements.stream();
    }

    private static List<String> texts(JsonElement list) {
        List<String> texts = new ArrayList<>();
        ((JsonArray) list).forEach(text -> texts.add(text.getAsString()));
        return texts;
    }
}
