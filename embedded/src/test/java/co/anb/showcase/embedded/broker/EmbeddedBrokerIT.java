package co.anb.showcase.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.embedded.LoopbackPorts;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EmbeddedBrokerIT {
    @Test
    void carriesAConfirmedMessageAndForgetsItWhenStartedAgainOnTheSamePort() throws Exception {
        int port;
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, "anb", "secret")) {
            port = broker.port();
            publish(broker.uri(), "jobs", "hola");
            publish(broker.uri(), "jobs", "otra");

            assertThat(receive(broker.uri(), "jobs")).isEqualTo("hola");
        }

        try (EmbeddedBroker again = EmbeddedBroker.start(port, "anb", "secret")) {
            assertThat(receive(again.uri(), "jobs")).isEqualTo("nothing");
        }
    }

    @Test
    void keepsVirtualHostsAndBrokersApart() throws Exception {
        try (EmbeddedBroker first = EmbeddedBroker.start(0);
                EmbeddedBroker second = EmbeddedBroker.start(0)) {
            first.createVirtualHost("side");
            publish(first.uri("side"), "jobs", "one");

            assertThat(receive(first.uri(), "jobs")).isEqualTo("nothing");
            assertThat(receive(second.uri(), "jobs")).isEqualTo("nothing");
            assertThat(receive(first.uri("side"), "jobs")).isEqualTo("one");

            first.deleteVirtualHost("side");
            first.deleteVirtualHost("side");
            assertThatThrownBy(() -> receive(first.uri("side"), "jobs")).isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void refusesAWrongPasswordAndATakenPort() {
        int port = LoopbackPorts.free();
        try (EmbeddedBroker broker = EmbeddedBroker.start(port, "anb", "right")) {
            assertThatThrownBy(() -> receive(broker.uri().replace("right", "wrong"), "jobs"))
                    .isInstanceOf(com.rabbitmq.client.PossibleAuthenticationFailureException.class);
            assertThatThrownBy(() -> EmbeddedBroker.start(port).close())
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    private static void publish(String uri, String queue, String text) throws Exception {
        try (Connection connection = connect(uri);
                var channel = connection.createChannel()) {
            assertThat(channel.queueDeclare(queue, true, false, false, null).getQueue())
                    .isEqualTo(queue);
            assertThat(channel.confirmSelect()).isNotNull();
            channel.basicPublish(
                    "", queue, true, MessageProperties.PERSISTENT_BASIC, text.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(5_000);
        }
    }

    private static String receive(String uri, String queue) throws Exception {
        try (Connection connection = connect(uri);
                var channel = connection.createChannel()) {
            assertThat(channel.queueDeclare(queue, true, false, false, null).getQueue())
                    .isEqualTo(queue);
            GetResponse response = channel.basicGet(queue, true);
            return response == null ? "nothing" : new String(response.getBody(), StandardCharsets.UTF_8);
        }
    }

    private static Connection connect(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection("broker-it");
    }
}
