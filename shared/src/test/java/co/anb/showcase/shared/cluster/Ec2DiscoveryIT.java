package co.anb.showcase.shared.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.embedded.LoopbackPorts;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.observe.ProcessMetrics;
import co.anb.showcase.shared.observe.Tracing;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.Ec2Api;
import co.anb.showcase.testkit.Ec2Api.Instance;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts on loopback addresses of their own, with the same ports as on AWS they have. */
@Showcase
@Timeout(150)
class Ec2DiscoveryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FIRST = "127.0.1.1";
    private static final String SECOND = "127.0.1.2";

    private final int port = LoopbackPorts.free();
    private final List<ClusterNode> nodes = new ArrayList<>();
    private Ec2Api ec2;

    @BeforeEach
    void start(Vertx vertx) {
        ec2 = Ec2Api.start(vertx);
        System.setProperty("aws.accessKeyId", "AKID");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void end() {
        nodes.forEach(node -> {
            Await.await(node.vertx().close());
            node.leave().run();
        });
        ec2.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    /** The first can't ask at all, and is found by the second none the less when it can. */
    @Test
    void whoCouldNotAskIsAloneUntilEc2ListsBoth() {
        ec2.refuse("UnauthorizedOperation");
        ClusterNode first = open(FIRST);
        assertThat(first.membership().detail())
                .startsWith("1 members: node-")
                .endsWith("; EC2 answers 403 UnauthorizedOperation");

        ClusterNode second = open(SECOND);
        assertThat(second.membership().count()).isEqualTo(1);
        ec2.launch(new Instance(FIRST, "running", Map.of("anb:cluster", "test")));
        ec2.launch(new Instance(SECOND, "running", Map.of("anb:cluster", "test")));
        ec2.launch(new Instance("127.0.1.3", "terminated", Map.of("anb:cluster", "test")));
        ec2.refuse("");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(nodes).allSatisfy(node -> {
                    assertThat(node.membership().count()).isEqualTo(2);
                    assertThat(node.membership().detail()).doesNotContain("EC2");
                }));
    }

    @Test
    void tagThatThisHostDoesNotHaveIsTold() {
        ec2.launch(new Instance("127.0.1.3", "terminated", Map.of("anb:cluster", "test")));
        ec2.launch(new Instance(FIRST, "running", Map.of("anb:cluster", "another")));

        assertThat(open(FIRST).membership().detail()).endsWith("; EC2 lists 0 members without " + FIRST);
    }

    /** The answer comes after the limit of the question, and the node is there long before. */
    @Test
    void slowAnswerHoldsNobodyForLong() {
        ec2.slowDown(Duration.ofMinutes(5));

        ClusterNode alone = open(FIRST);

        assertThat(alone.membership().count()).isEqualTo(1);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(alone.membership().detail()).endsWith("; EC2 gave no answer within 5000 ms"));
    }

    private ClusterNode open(String address) {
        ClusterConfig config = ClusterConfig.from(ConfigReader.of(Map.of(
                "CLUSTER_ENABLED", "true",
                "CLUSTER_BIND_ADDRESS", address,
                "CLUSTER_PORT", String.valueOf(port),
                "CLUSTER_JOIN_TIMEOUT", "60s",
                "CLUSTER_EC2_TAG", "anb:cluster=test",
                "CLUSTER_EC2_REGION", "us-east-1",
                "CLUSTER_EC2_ENDPOINT", ec2.endpoint().toString())));
        ClusterNode node = ClusterNode.open(config, "node", new ProcessMetrics(), Tracing.off())
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(90, TimeUnit.SECONDS)
                .join();
        nodes.add(node);
        return node;
    }
}
