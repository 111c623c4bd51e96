package co.anb.showcase.shared.amqp;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.embedded.LoopbackPorts;
import co.anb.showcase.embedded.broker.PrivateRabbitMq;
import co.anb.showcase.embedded.broker.RabbitMqOptions;
import co.anb.showcase.embedded.broker.RabbitMqProgram;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.CertificateAuthority;
import co.anb.showcase.testkit.OnRabbitMq;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A RabbitMQ with a port that speaks only TLS. Its certificate is for {@code localhost}, so that the same port under
 * its address is the wrong host.
 */
@Showcase
@OnRabbitMq
class AmqpTlsIT {
    private static final Topology TOPOLOGY = Topology.of(BrokerKind.RABBITMQ);

    private static PrivateRabbitMq node;
    private static Path ours;
    private static Path foreign;
    private static int tlsPort;
    private static URI plain;

    private final Vertx vertx;

    AmqpTlsIT(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeAll
    static void start(ShowcaseServices services) {
        CertificateAuthority authority = CertificateAuthority.in(services.temp().resolve("ours"));
        ours = authority.certificate();
        foreign = CertificateAuthority.in(services.temp().resolve("foreign")).certificate();
        CertificateAuthority.Identity identity = authority.issue("dns:localhost");
        tlsPort = LoopbackPorts.free();
        node = PrivateRabbitMq.start(
                RabbitMqProgram.find(System.getenv()).orElseThrow(),
                services.temp().resolve("rabbitmq"),
                RabbitMqOptions.onPort(0).withTls(new RabbitMqOptions.Tls(tlsPort, identity.chain(), identity.key())));
        plain = URI.create(node.uri());
    }

    @AfterAll
    static void stop() {
        node.kill();
    }

    @Test
    void speaksToTheRightHost() {
        AmqpConfig config = config("amqps", "localhost", tlsPort, Map.of("AMQP_CA_FILE", ours.toString()));
        Topology.Queue queue = TOPOLOGY.queues().get(0);

        PublishEpoch epoch = await(PublishEpoch.open(vertx, config, TOPOLOGY, 10, AmqpListener.NONE));
        await(epoch.publish(queue.name(), OutboundMessage.of(new JsonObject(), "m", "c")));

        assertThat(node.ctl("list_connections", "--quiet", "--no-table-headers", "ssl", "user"))
                .matches("true\\s+anb");
        await(epoch.close());
    }

    @Test
    void refusesTheWrongHost() {
        Throwable failure = refusal("amqps", "127.0.0.1", tlsPort, Map.of("AMQP_CA_FILE", ours.toString()));

        assertThat(failure).hasStackTraceContaining("No subject alternative names matching IP address 127.0.0.1");
    }

    @Test
    void refusesAnotherAuthorityAndTheJvmsOwn() {
        assertThat(refusal("amqps", "localhost", tlsPort, Map.of("AMQP_CA_FILE", foreign.toString())))
                .hasStackTraceContaining("CertPathValidatorException");
        assertThat(refusal("amqps", "localhost", tlsPort, Map.of()))
                .hasStackTraceContaining("unable to find valid certification path");
    }

    @Test
    void mixesNeitherWay() {
        assertThat(refusal("amqp", "localhost", tlsPort, Map.of())).isNotNull();
        assertThat(refusal("amqps", "localhost", plain.getPort(), Map.of("AMQP_CA_FILE", ours.toString())))
                .isNotNull();
    }

    @Test
    void refusesAWrongPassword() {
        Map<String, String> login = Map.of("AMQP_CA_FILE", ours.toString(), "AMQP_PASSWORD", "wrong");

        assertThat(refusal("amqps", "localhost", tlsPort, login))
                .hasStackTraceContaining("ACCESS_REFUSED")
                .hasMessageNotContaining("wrong");
    }

    private Throwable refusal(String scheme, String host, int port, Map<String, String> more) {
        Future<PublishEpoch> opening =
                PublishEpoch.open(vertx, config(scheme, host, port, more), TOPOLOGY, 10, AmqpListener.NONE);
        return Await.failure(opening);
    }

    private static AmqpConfig config(String scheme, String host, int port, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "AMQP_URI",
                "%s://%s:%d%s".formatted(scheme, host, port, plain.getPath()),
                "AMQP_USER",
                "anb",
                "AMQP_PASSWORD",
                plain.getUserInfo().split(":", 2)[1]));
        variables.putAll(more);
        ConfigReader reader = ConfigReader.of(variables);
        AmqpConfig config = AmqpConfig.from(reader);
        reader.finish();
        return config;
    }
}
