package co.anb.showcase.shared.amqp;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.amqp.AmqpException.Reason;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.OnEveryBroker;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Showcase
@OnEveryBroker
class AmqpIT {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Vertx vertx;
    private final FaultProxy proxy;
    private final String uri;
    private final AmqpConfig config;
    private final String queue = "it-" + NAMES.incrementAndGet();
    private final Topology topology = new Topology(List.of(new Topology.Queue(queue, Map.of())));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AmqpMetrics metrics = new AmqpMetrics(registry);
    private final List<AmqpConsumer> consumers = new ArrayList<>();
    private final AmqpPublisher publisher;

    AmqpIT(Vertx vertx, ShowcaseServices services) {
        this.vertx = vertx;
        URI direct = URI.create(services.amqpUri());
        this.proxy = FaultProxy.to(direct.getPort());
        this.uri = proxy.through(services.amqpUri());
        this.config = AmqpConfig.from(ConfigReader.of(Map.of(
                "AMQP_URI", uri,
                "AMQP_BROKER", services.brokerKind().name().toLowerCase(Locale.ROOT),
                "AMQP_BACKOFF_MIN", "20ms",
                "AMQP_BACKOFF_MAX", "200ms",
                "AMQP_HEARTBEAT", "2s")));
        this.publisher = AmqpPublisher.start(vertx, config, topology, metrics);
    }

    @BeforeEach
    void isConnected() {
        eventually().until(publisher::connected);
    }

    @AfterEach
    void closeAll() {
        proxy.resume();
        proxy.refuse(false);
        consumers.forEach(consumer -> await(consumer.close()));
        await(publisher.close());
        proxy.close();
    }

    @Test
    void carriesAMessageWithItsIdsAndHeaders() {
        Promise<Delivery> arrived = Promise.promise();
        consume(1, delivery -> {
            arrived.tryComplete(delivery);
            return delivery.ack();
        });

        await(publisher.publish(
                queue,
                new OutboundMessage(
                        new JsonObject().put("título", "Ñandú"), "job-1", "corr-1", Map.of("attempt", 2, "why", "é"))));
        Delivery delivery = await(arrived.future());

        assertThat(delivery.body()).isEqualTo(new JsonObject().put("título", "Ñandú"));
        assertThat(delivery.messageId()).isEqualTo("job-1");
        assertThat(delivery.correlationId()).isEqualTo("corr-1");
        assertThat(delivery.headers()).isEqualTo(Map.of("attempt", 2, "why", "é"));
        assertThat(delivery.redelivered()).isFalse();
        assertThat(count("showcase.amqp.published", "outcome", "confirmed")).isEqualTo(1);
    }

    @Test
    void failsAMessageThatNoQueueTakesAndGoesOn() {
        Throwable failure = Await.failure(publisher.publish("no-such-queue", message("lost")));
        await(publisher.publish(queue, message("kept")));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        AmqpException.class,
                        cause -> assertThat(cause.reason())
                                // RabbitMQ returns the message, Qpid refuses it.
                                .isIn(Reason.UNROUTABLE, Reason.REFUSED));
        assertThat(await(publisher.readyMessages(queue))).isEqualTo(1);
    }

    @Test
    void declaresTheQueueAgainThatSomebodyAskedForInVain() {
        Throwable failure = Await.failure(publisher.readyMessages("no-such-queue"));

        assertThat(failure).isInstanceOf(AmqpException.class);
        eventually()
                .untilAsserted(
                        () -> assertThat(await(publisher.readyMessages(queue))).isZero());
    }

    @Test
    void failsEveryOpenConfirmationWhenTheBrokerIsSilent() {
        proxy.stall();

        List<Future<Void>> open = publishAll(50);
        List<Throwable> failures = open.stream().map(Await::failure).toList();

        assertThat(failures).hasSize(50).allMatch(AmqpException.class::isInstance);
        proxy.resume();
        eventually().untilAsserted(() -> await(publisher.publish(queue, message("after"))));
    }

    @Test
    void refusesAtOnceWithoutAConnectionAndComesBack() {
        proxy.refuse(true);
        proxy.cut();
        eventually().until(() -> !publisher.connected());

        Throwable failure = Await.failure(publisher.publish(queue, message("m")));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        AmqpException.class, cause -> assertThat(cause.reason()).isEqualTo(Reason.NOT_CONNECTED));
        proxy.refuse(false);
        eventually().until(publisher::connected);
        await(publisher.publish(queue, message("m")));
    }

    @Test
    void givesBackAFailedMessageAndAcknowledgesASuccessfulOne() {
        Queue<Boolean> redelivered = new ConcurrentLinkedQueue<>();
        await(publisher.publish(queue, message("once-failing")));
        consume(1, delivery -> {
            redelivered.add(delivery.redelivered());
            if (delivery.redelivered()) {
                return Future.succeededFuture();
            }
            throw new IllegalStateException("the first attempt fails");
        });

        eventually().until(() -> redelivered.size() == 2);

        assertThat(redelivered).containsExactly(false, true);
        eventually()
                .untilAsserted(
                        () -> assertThat(await(publisher.readyMessages(queue))).isZero());
    }

    @Test
    void closingWaitsForTheHandlerAndLeavesTheRestInTheQueue() {
        Promise<Void> release = Promise.promise();
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        AmqpConsumer consumer = consume(1, delivery -> {
            handled.add(delivery.messageId());
            return release.future().compose(ignored -> delivery.ack());
        });
        await(Future.all(publishAll(3)));
        eventually().until(() -> handled.size() == 1);

        Future<Void> closing = consumer.close();
        await(consumer.stopConsuming());
        assertThat(closing.isComplete()).isFalse();
        release.complete();
        await(closing);

        assertThat(handled).hasSize(1);
        eventually()
                .untilAsserted(
                        () -> assertThat(await(publisher.readyMessages(queue))).isEqualTo(2));
    }

    @Test
    void dropsTheAcknowledgementOfAnOlderEpochAndGetsTheMessageAgain() {
        Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
        Promise<Void> release = Promise.promise();
        AmqpConsumer consumer = consume(1, delivery -> {
            deliveries.add(delivery);
            return release.future().compose(ignored -> delivery.ack());
        });
        await(publisher.publish(queue, message("held")));
        eventually().until(() -> deliveries.size() == 1);

        proxy.cut();
        eventually().until(() -> count("showcase.amqp.disconnects", "link", "consumer-" + queue) == 1);
        eventually().until(consumer::connected);
        assertThat(deliveries).as("the one handler is still busy").hasSize(1);
        release.complete();

        eventually().until(() -> deliveries.size() == 2);
        assertThat(deliveries.stream().map(Delivery::redelivered)).containsExactly(false, true);
        assertThat(count("showcase.amqp.stale.acknowledgements", "queue", queue))
                .isPositive();
        eventually()
                .untilAsserted(
                        () -> assertThat(await(publisher.readyMessages(queue))).isZero());
    }

    @Test
    void dropsAMessageThatIsNotJsonAndGoesOn() throws Exception {
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        consume(1, delivery -> {
            handled.add(delivery.messageId());
            return Future.succeededFuture();
        });
        onRawChannel(channel -> channel.basicPublish("", queue, null, new byte[] {'{', 'x'}));
        await(publisher.publish(queue, message("good")));

        eventually().until(() -> handled.contains("good"));

        assertThat(handled).hasSize(1);
        assertThat(count("showcase.amqp.malformed", "queue", queue)).isEqualTo(1);
    }

    @Test
    void declaresAQueueAgainThatSomebodyDeleted() throws Exception {
        onRawChannel(channel -> assertThat(channel.queueDelete(queue)).isNotNull());

        Throwable failure = Await.failure(publisher.publish(queue, message("lost")));

        assertThat(failure).isInstanceOf(AmqpException.class);
        eventually().untilAsserted(() -> await(publisher.publish(queue, message("again"))));
        assertThat(await(publisher.readyMessages(queue))).isEqualTo(1);
    }

    /** What some other client does. */
    private void onRawChannel(ConsumeEpoch.ChannelCall call) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        try (var connection = factory.newConnection("it");
                var channel = connection.createChannel()) {
            call.on(channel);
        }
    }

    private List<Future<Void>> publishAll(int count) {
        List<Future<Void>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(publisher.publish(queue, message("m-" + i)));
        }
        return futures;
    }

    @CanIgnoreReturnValue
    private AmqpConsumer consume(int prefetch, Function<Delivery, Future<Void>> handler) {
        AmqpConsumer consumer = AmqpConsumer.start(vertx, config, topology, queue, prefetch, handler, metrics);
        consumers.add(consumer);
        return consumer;
    }

    private double count(String meter, String tag, String value) {
        var counter = registry.find(meter).tag(tag, value).counter();
        return counter == null ? 0 : counter.count();
    }

    private static OutboundMessage message(String id) {
        return OutboundMessage.of(new JsonObject().put("id", id), id, "corr-" + id);
    }

    private static ConditionFactory eventually() {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .ignoreException(AmqpException.class);
    }
}
