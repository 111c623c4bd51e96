package co.anb.showcase.shared.amqp;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.amqp.AmqpException.Reason;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.OnRabbitMq;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker whose memory alarm is on: it reads nothing more from whoever publishes. */
@Showcase
@OnRabbitMq
class BlockedBrokerIT {
    private static final Topology TOPOLOGY = Topology.of(BrokerKind.RABBITMQ);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final ShowcaseServices services;
    private final AmqpConfig config;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AmqpMetrics metrics = new AmqpMetrics(registry);
    private final AmqpPublisher publisher;

    BlockedBrokerIT(Vertx vertx, ShowcaseServices services) {
        this.vertx = vertx;
        this.services = services;
        config = AmqpConfig.from(ConfigReader.of(Map.of("AMQP_URI", services.amqpUri(), "AMQP_CONFIRM_TIMEOUT", "2s")));
        publisher = AmqpPublisher.start(vertx, config, TOPOLOGY, metrics);
    }

    @BeforeEach
    void isConnected() {
        await().atMost(SOON).until(publisher::accepting);
    }

    @AfterEach
    void close() {
        services.alarm(false);
        await(publisher.close());
    }

    @Test
    void refusesAtOnceOnTheSameConnectionAndGoesOnAfterwards() {
        await(publisher.publish(Topology.JOBS, message("before")));
        services.alarm(true);

        // The broker tells who publishes, and not before: the first message is the one that learns of it.
        Throwable first = Await.failure(publisher.publish(Topology.JOBS, message("first")));
        Throwable second = Await.failure(publisher.publish(Topology.JOBS, message("second")));
        Throwable question = Await.failure(publisher.readyMessages(Topology.JOBS));

        assertThat(first)
                .isInstanceOfSatisfying(
                        AmqpException.class, cause -> assertThat(cause.reason()).isEqualTo(Reason.BLOCKED));
        assertThat(second).hasMessage(first.getMessage());
        assertThat(question).hasMessage(first.getMessage());
        assertThat(publisher.accepting()).isFalse();
        assertThat(publisher.connected()).isTrue();
        assertThat(gauge("showcase.amqp.blocked")).isEqualTo(1);

        services.alarm(false);
        await().atMost(SOON).until(publisher::accepting);
        await(publisher.publish(Topology.JOBS, message("after")));
        assertThat(gauge("showcase.amqp.blocked")).isZero();
        assertThat(registry.find("showcase.amqp.disconnects").counter()).isNull();
    }

    @Test
    void deliversWhatItHasMeanwhile() {
        await(publisher.publish(Topology.JOBS, message("held")));
        services.alarm(true);
        Promise<Void> acknowledged = Promise.promise();

        AmqpConsumer consumer = AmqpConsumer.start(
                vertx,
                config,
                TOPOLOGY,
                Topology.JOBS,
                1,
                delivery -> delivery.ack().onSuccess(acknowledged::tryComplete),
                metrics);

        await(acknowledged.future());
        await(consumer.close());
    }

    @Test
    void closesThoughTheBrokerReadsNoFarewell() {
        services.alarm(true);
        Throwable failure = Await.failure(publisher.publish(Topology.JOBS, message("lost")));

        await(publisher.close());

        assertThat(failure).isInstanceOf(AmqpException.class);
        assertThat(publisher.connected()).isFalse();
    }

    private double gauge(String name) {
        var gauge = registry.find(name).tag("link", AmqpPublisher.LINK).gauge();
        return gauge == null ? -1 : gauge.value();
    }

    private static OutboundMessage message(String id) {
        return OutboundMessage.of(new JsonObject(), id, "c");
    }
}
