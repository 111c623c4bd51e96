package co.anb.showcase.shared.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.observe.Health;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.observe.ProcessMetrics;
import co.anb.showcase.shared.observe.ServiceMetrics;
import co.anb.showcase.shared.observe.Tracing;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.Showcase;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TCP;
import org.jgroups.stack.ProtocolStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members of a cluster in one JVM; processes of their own are ClusteredIT's matter. */
@Showcase
@Timeout(120)
class ClusterIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final int port = freePort();
    private final List<ClusterNode> nodes = new ArrayList<>();

    @AfterEach
    void leaveAll() {
        nodes.forEach(node -> {
            Await.await(node.vertx().close());
            node.leave().run();
        });
    }

    @Test
    void anEventOfOneMemberReachesAllAndWhoLeftIsForgotten() {
        ClusterNode first = open(Map.of());
        ClusterNode second = open(Map.of());
        List<JsonObject> heard = new CopyOnWriteArrayList<>();
        Await.await(Events.VIDEO_CHANGED
                .subscribe(second.vertx().eventBus(), heard::add)
                .completion());
        // On a busy machine each may have been the first, and they meet a little later.
        await().atMost(PATIENCE).until(() -> first.membership().count() == 2);

        await().atMost(PATIENCE).untilAsserted(() -> {
            Events.VIDEO_CHANGED.publish(first.vertx().eventBus(), new JsonObject().put("videoId", "a"));
            assertThat(heard).contains(new JsonObject().put("videoId", "a"));
        });
        assertThat(reported(first)).contains("2 members: node0-");

        nodes.remove(second);
        Await.await(second.vertx().close());
        second.leave().run();
        await().atMost(PATIENCE).until(() -> first.membership().count() == 1);
    }

    @Test
    void aNodeThatIsNotAnsweredGoesOnAlone() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread reader = new Thread(() -> swallow(silent), "silent member");
            reader.setDaemon(true);
            reader.start();
            ClusterNode alone =
                    open(Map.of("CLUSTER_MEMBERS", "127.0.0.1:" + silent.getLocalPort(), "CLUSTER_JOIN_TIMEOUT", "1s"));

            List<JsonObject> heard = new CopyOnWriteArrayList<>();
            Await.await(Events.JOB_DUE
                    .subscribe(alone.vertx().eventBus(), heard::add)
                    .completion());
            Events.JOB_DUE.publish(alone.vertx().eventBus());

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).hasSize(1));
            assertThat(alone.membership().count()).isZero();
            assertThat(reported(alone)).contains("not joined");
        }
    }

    @Test
    void halvesOfASplitHearEachOtherAgainAfterIt() throws Exception {
        ClusterCaches left = ClusterCaches.start(config(Map.of()), "left");
        ClusterCaches right = ClusterCaches.start(config(Map.of()), "right");
        Vertx listening = clustered(left);
        Vertx speaking = clustered(right);
        List<JsonObject> heard = new CopyOnWriteArrayList<>();
        Await.await(Events.REVOKED.subscribe(listening.eventBus(), heard::add).completion());
        await().atMost(PATIENCE).untilAsserted(() -> {
            Events.REVOKED.publish(speaking.eventBus());
            assertThat(heard).isNotEmpty();
        });

        List<DISCARD> cuts = List.of(cut(left), cut(right));
        await().atMost(PATIENCE)
                .until(() -> left.members().size() == 1 && right.members().size() == 1);
        heard.clear();
        cuts.forEach(cut -> cut.discardAll(false));

        await().atMost(PATIENCE)
                .until(() -> left.members().size() == 2 && right.members().size() == 2);
        await().atMost(PATIENCE).untilAsserted(() -> {
            Events.REVOKED.publish(speaking.eventBus());
            assertThat(heard).isNotEmpty();
        });
    }

    private static DISCARD cut(ClusterCaches caches) throws Exception {
        DISCARD cut = new DISCARD().discardAll(true);
        caches.channel().getProtocolStack().insertProtocol(cut, ProtocolStack.Position.ABOVE, TCP.class);
        return cut;
    }

    private Vertx clustered(ClusterCaches caches) {
        VertxOptions options = new VertxOptions();
        options.getEventBusOptions().setHost("127.0.0.1");
        Vertx vertx = joined(new ProcessMetrics().clusteredVertx(options, Tracing.off(), caches.clusterManager()));
        nodes.add(new ClusterNode(vertx, Membership.of(caches::members, caches::trouble), caches::stop));
        return vertx;
    }

    private ClusterNode open(Map<String, String> environment) {
        ClusterNode node = joined(
                ClusterNode.open(config(environment), "node" + nodes.size(), new ProcessMetrics(), Tracing.off()));
        nodes.add(node);
        return node;
    }

    /** Longer than {@link Await} waits: the first member of a JVM loads thousands of classes. */
    private static <T> T joined(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private ClusterConfig config(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put(ClusterConfig.SWITCH, "true");
        all.put("CLUSTER_PORT", Integer.toString(port));
        return ClusterConfig.from(ConfigReader.of(all));
    }

    private static String reported(ClusterNode node) {
        Health health = new Health(node.vertx(), new Lifecycle());
        MeterRegistry registry = ServiceMetrics.create("test");
        node.membership().showIn(health, registry);
        Await.await(health.start());
        health.close();
        assertThat(health.isReady())
                .as("a cluster never makes a service unready")
                .isTrue();
        assertThat(registry.get("showcase.cluster.members").gauge().value())
                .isEqualTo(node.membership().count());
        return health.report().encode();
    }

    /** Takes connections and never says a word, as a frozen member would. */
    private static void swallow(ServerSocket silent) {
        List<Socket> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(silent.accept());
            }
        } catch (IOException closed) {
            taken.forEach(ClusterIT::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Math.min(socket.getLocalPort(), 64_000);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
