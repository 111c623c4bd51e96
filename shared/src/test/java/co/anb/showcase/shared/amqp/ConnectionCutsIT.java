package co.anb.showcase.shared.amqp;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.OnEveryBroker;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The network breaks ten times while messages are published and consumed through it. */
@Showcase
@OnEveryBroker
class ConnectionCutsIT {
    private static final int CUTS = 10;
    private static final int PREFETCH = 3;
    private static final int BATCH = 50;
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String queue = "cuts-" + NAMES.incrementAndGet();
    private final Vertx vertx;
    private final String uri;
    private final FaultProxy proxy;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AmqpPublisher publisher;
    private final AmqpConsumer consumer;

    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final List<Future<Void>> attempts = new ArrayList<>();
    private final AtomicInteger inHand = new AtomicInteger();
    private final AtomicInteger mostInHand = new AtomicInteger();
    private volatile Future<Void> gate = Future.succeededFuture();

    ConnectionCutsIT(Vertx vertx, ShowcaseServices services) {
        this.vertx = vertx;
        uri = services.amqpUri();
        proxy = FaultProxy.to(URI.create(uri).getPort());
        AmqpConfig config = AmqpConfig.from(ConfigReader.of(Map.of(
                "AMQP_URI",
                proxy.through(uri),
                "AMQP_BROKER",
                services.brokerKind().name().toLowerCase(Locale.ROOT),
                "AMQP_BACKOFF_MIN",
                "20ms",
                "AMQP_BACKOFF_MAX",
                "200ms")));
        Map<String, Object> arguments =
                config.broker() == BrokerKind.RABBITMQ ? Map.of("x-queue-type", "quorum") : Map.of();
        Topology topology = new Topology(List.of(new Topology.Queue(queue, arguments)));
        AmqpMetrics metrics = new AmqpMetrics(registry);
        publisher = AmqpPublisher.start(vertx, config, topology, metrics);
        consumer = AmqpConsumer.start(vertx, config, topology, queue, PREFETCH, this::handle, metrics);
    }

    @AfterEach
    void close() {
        await(consumer.close());
        await(publisher.close());
        proxy.close();
    }

    @Test
    void nothingThatWasConfirmedIsLostAndNothingIsDoneToAnotherConnection() {
        for (int round = 1; round <= CUTS; round++) {
            areConnected();
            publish("round-" + round, BATCH);
            int enough = handled.size() + PREFETCH;
            eventually().until(() -> handled.size() >= enough);
            cutBothAtOnce(round);
        }
        areConnected();

        assertThat(proxy.cuts()).as("connections that were cut").isEqualTo(2 * CUTS);
        List<Future<Void>> settled = attempts.stream()
                .map(attempt -> attempt.transform(ignored -> Future.<Void>succeededFuture()))
                .toList();
        await(Future.join(settled));
        assertThat(attempts).as("confirmations left open").allMatch(Future::isComplete);
        assertThat(confirmed).isNotEmpty();
        eventually().untilAsserted(() -> assertThat(handled).containsAll(confirmed));
        assertThat(mostInHand.get()).isBetween(1, PREFETCH);
        // Cuts met deliveries in hand, whose acknowledgements came too late: none went to a later connection, where the
        // broker would have closed the channel over an unknown delivery or forgotten a message that nobody had handled.
        assertThat(count("showcase.amqp.stale.acknowledgements", "queue", queue))
                .isPositive();
        assertThat(disconnects()).containsExactly((double) CUTS, (double) CUTS);
    }

    @Test
    void theBrokerHandsOutNoMoreThanThePrefetchAfterEachCut() throws Exception {
        for (int round = 1; round <= CUTS; round++) {
            areConnected();
            Promise<Void> opening = Promise.promise();
            gate = opening.future();
            int left = 2 * PREFETCH;
            List<Future<Void>> sent = publish("held-" + round, left + PREFETCH);
            await(Future.all(sent));

            eventually().untilAsserted(() -> assertThat(inHand.get()).isEqualTo(PREFETCH));
            // More than that when the cut took an acknowledgement along: the broker has its message again.
            assertThat(othersCouldTake())
                    .as("messages that the broker keeps while %d are not acknowledged", PREFETCH)
                    .isGreaterThanOrEqualTo(left);

            opening.complete();
            eventually().untilAsserted(() -> assertThat(handled).containsAll(confirmed));
            eventually().until(() -> await(publisher.readyMessages(queue)) == 0 && inHand.get() == 0);
            cutBothAtOnce(round);
        }
        assertThat(proxy.cuts()).isEqualTo(2 * CUTS);
    }

    private Future<Void> handle(Delivery delivery) {
        mostInHand.accumulateAndGet(inHand.incrementAndGet(), Math::max);
        long millis = ThreadLocalRandom.current().nextLong(1, 30);
        return gate.compose(ignored -> vertx.timer(millis, TimeUnit.MILLISECONDS))
                .compose(ignored -> {
                    handled.add(delivery.messageId());
                    inHand.decrementAndGet();
                    return delivery.ack();
                });
    }

    @CanIgnoreReturnValue
    private List<Future<Void>> publish(String prefix, int count) {
        List<Future<Void>> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = prefix + "-" + i;
            batch.add(publisher
                    .publish(queue, OutboundMessage.of(new JsonObject(), id, "c"))
                    .onSuccess(ignored -> confirmed.add(id)));
        }
        attempts.addAll(batch);
        return batch;
    }

    /**
     * Takes what there is and gives it back. A count would not do: the embedded broker's holds what is in hand, too.
     */
    private int othersCouldTake() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        try (Connection connection = factory.newConnection("it");
                Channel channel = connection.createChannel()) {
            int taken = 0;
            while (channel.basicGet(queue, false) != null) {
                taken++;
            }
            return taken;
        }
    }

    private void areConnected() {
        eventually().until(() -> publisher.connected() && consumer.connected() && proxy.open() == 2);
    }

    private void cutBothAtOnce(int round) {
        proxy.cut();
        eventually().untilAsserted(() -> assertThat(disconnects()).containsExactly((double) round, (double) round));
    }

    private List<Double> disconnects() {
        return List.of(
                count("showcase.amqp.disconnects", "link", AmqpPublisher.LINK),
                count("showcase.amqp.disconnects", "link", "consumer-" + queue));
    }

    private double count(String meter, String tag, String value) {
        var counter = registry.find(meter).tag(tag, value).counter();
        return counter == null ? 0 : counter.count();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .ignoreException(AmqpException.class);
    }
}
