package co.anb.showcase.shared.amqp;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.OnEveryBroker;
import co.anb.showcase.testkit.OnRabbitMq;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queues as the broker sees them. */
@Showcase
@OnEveryBroker
class TopologyIT {
    private final String uri;
    private final Topology topology;
    private final List<AmqpPublisher> publishers;

    TopologyIT(Vertx vertx, ShowcaseServices services) {
        String broker = services.brokerKind().name().toLowerCase(Locale.ROOT);
        uri = services.amqpUri();
        AmqpConfig config = AmqpConfig.from(ConfigReader.of(Map.of("AMQP_URI", uri, "AMQP_BROKER", broker)));
        topology = Topology.of(config.broker());
        // Two processes that start at once.
        publishers = List.of(
                AmqpPublisher.start(vertx, config, topology, AmqpListener.NONE),
                AmqpPublisher.start(vertx, config, topology, AmqpListener.NONE));
    }

    @AfterEach
    void close() {
        publishers.forEach(publisher -> await(publisher.close()));
    }

    @Test
    void isDeclaredByEverybodyWhoConnects() {
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> publishers.stream().allMatch(AmqpPublisher::connected));

        for (Topology.Queue queue : topology.queues()) {
            for (AmqpPublisher publisher : publishers) {
                await(publisher.publish(queue.name(), OutboundMessage.of(new JsonObject(), "m", "c")));
            }
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(await(publishers.get(0).readyMessages(queue.name())))
                            .isEqualTo(2));
        }
    }

    @Test
    @OnRabbitMq
    void movesAMessageAsideThatIsDeliveredAgainAndAgain() throws Exception {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(publishers.get(0)::connected);

        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            assertThat(channel.queuePurge(Topology.JOBS)).isNotNull();
            assertThat(channel.queuePurge(Topology.UNDELIVERED)).isNotNull();
            await(publishers.get(0).publish(Topology.JOBS, OutboundMessage.of(new JsonObject(), "poison", "c")));

            int deliveries = giveBackUntilItIsGone(channel);
            GetResponse aside = channel.basicGet(Topology.UNDELIVERED, true);

            assertThat(deliveries).isEqualTo(21);
            assertThat(aside.getProps().getMessageId()).isEqualTo("poison");
            assertThat(channel.messageCount(Topology.JOBS)).isZero();
        }
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        return factory.newConnection("it");
    }

    private static int giveBackUntilItIsGone(Channel channel) throws IOException {
        int deliveries = 0;
        while (channel.messageCount(Topology.UNDELIVERED) == 0) {
            GetResponse response = channel.basicGet(Topology.JOBS, false);
            if (response != null) {
                deliveries++;
                channel.basicNack(response.getEnvelope().getDeliveryTag(), false, true);
            }
        }
        return deliveries;
    }
}
