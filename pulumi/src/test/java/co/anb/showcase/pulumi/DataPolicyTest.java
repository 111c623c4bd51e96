package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import co.anb.showcase.pulumi.engine.StackConfig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever holds data is encrypted, closed, kept and protected; in every stack. */
class DataPolicyTest {

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

        assertThat(graph.databases()).hasSize(2).allMatch(db -> Boolean.TRUE.equals(db.input("storageEncrypted")));
        assertThat(graph.of("Volume")).isNotEmpty().allMatch(disk -> Boolean.TRUE.equals(disk.input("encrypted")));
        assertThat(graph.hosts()).isNotEmpty().allSatisfy(host -> {
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

        assertThat(graph.databases()).allSatisfy(database -> {
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
        assertThat(graph.of("BucketServerSideEncryptionConfigurationV2"))
                .allSatisfy(
                        encryption -> assertThat(encryption.inputs().toString()).contains("sseAlgorithm=AES256"));
        assertThat(graph.of("BucketLifecycleConfigurationV2"))
                .hasSameSizeAs(graph.of("BucketV2"))
                .allSatisfy(lifecycle -> assertThat(lifecycle.inputs().toString())
                        .contains("daysAfterInitiation=7", "noncurrentDays=30"));
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
}
