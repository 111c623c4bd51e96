package co.anb.showcase.shared.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.testkit.Ec2Api;
import co.anb.showcase.testkit.Ec2Api.Instance;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What EC2 is asked, and what is made of its answers. */
@Showcase
class Ec2InstancesIT {

    private static final Map<String, String> MEMBER = Map.of("anb:cluster", "production", "Name", "anb-core");
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private Ec2Api ec2;

    @BeforeEach
    void start(Vertx vertx) {
        ec2 = Ec2Api.start(vertx);
    }

    @AfterEach
    void end() {
        ec2.close();
    }

    @Test
    void runningMembersOfAllPagesAreFoundAndNobodyElse() throws Exception {
        for (int host = 1; host <= 5; host++) {
            ec2.launch(new Instance("10.0.1." + host, "running", MEMBER));
        }
        ec2.launch(new Instance("10.0.1.6", "terminated", MEMBER));
        ec2.launch(new Instance("10.0.1.7", "pending", MEMBER));
        ec2.launch(new Instance("10.0.1.8", "running", Map.of("anb:cluster", "academy")));
        ec2.launch(new Instance("10.0.1.9", "running", Map.of("Name", "anb-broker")));

        assertThat(found(instances(PATIENT)))
                .containsExactly("10.0.1.1", "10.0.1.2", "10.0.1.3", "10.0.1.4", "10.0.1.5");
        assertThat(ec2.asked()).hasSize(3);
    }

    @Test
    void noInstanceIsNoFailure() throws Exception {
        assertThat(found(instances(PATIENT))).isEmpty();
    }

    /** EC2 makes the same signature out of what it received, or refuses. */
    @Test
    void whatIsSentIsWhatWasSigned() throws Exception {
        assertThat(found(instances(PATIENT))).isEmpty();

        Ec2Api.Asked asked = ec2.asked().get(0);
        String signature = SignatureV4.of(asked, SECRET, "us-east-1", "ec2");
        assertThat(asked.headers()).containsEntry("x-amz-security-token", "session");
        assertThat(asked.headers().get("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/us-east-1/ec2/aws4_request")
                .endsWith("Signature=" + signature);
    }

    @Test
    void refusalIsToldWithItsCode() {
        ec2.refuse("UnauthorizedOperation");

        assertThatThrownBy(() -> found(instances(PATIENT)))
                .isInstanceOf(IOException.class)
                .hasMessage("EC2 answers 403 UnauthorizedOperation");
    }

    @Test
    void slowAnswerIsNotWaitedFor() {
        ec2.slowDown(Duration.ofMinutes(1));

        assertThatThrownBy(() -> found(instances(Duration.ofMillis(300))))
                .hasMessage("EC2 gave no answer within 300 ms");
        assertThat(ec2.asked()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void nobodyThereIsAFailureThatSaysSo() {
        Ec2Config nobody = new Ec2Config("us-east-1", "anb:cluster", "production", URI.create("http://127.0.0.1:1"));

        assertThatThrownBy(() -> found(instances(nobody, PATIENT)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("EC2 can't be asked: ");
    }

    private static List<String> found(Ec2Instances instances) throws IOException {
        try {
            return instances.privateAddresses().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Ec2Instances instances(Duration limit) {
        return instances(new Ec2Config("us-east-1", "anb:cluster", "production", ec2.endpoint()), limit);
    }

    private static Ec2Instances instances(Ec2Config config, Duration limit) {
        return new Ec2Instances(
                config,
                StaticCredentialsProvider.create(AwsSessionCredentials.create("AKID", SECRET, "session")),
                limit);
    }
}
