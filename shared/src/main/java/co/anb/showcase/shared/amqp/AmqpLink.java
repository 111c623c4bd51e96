package co.anb.showcase.shared.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.net.TrustOptions;
import io.vertx.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with one channel on which the topology is declared. It is never repaired.
 *
 * <p>The channel's calls block (a socket with a full buffer, an answer that is waited for), so all go through
 * {@link #call}: a worker thread that belongs to this link alone, which also keeps the calls in order.
 */
final class AmqpLink {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpLink.class);
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int CLOSE_TIMEOUT_MILLIS = 3_000;
    private static final long WORKER_WARNING_SECONDS = 60;

    private final Vertx vertx;
    private final RabbitMQClient client;
    private final Channel channel;
    private final WorkerExecutor worker;

    private AmqpLink(Vertx vertx, RabbitMQClient client, Channel channel, WorkerExecutor worker) {
        this.vertx = vertx;
        this.client = client;
        this.channel = channel;
        this.worker = worker;
    }

    /** Connects and declares. Fails when either is refused or takes too long; nothing is left open then. */
    static Future<AmqpLink> open(Vertx vertx, AmqpConfig config, Topology topology, String name) {
        ChannelTap tap = new ChannelTap();
        return vertx.executeBlocking(() -> options(config, name, tap), false).compose(options -> {
            RabbitMQClient client = RabbitMQClient.create(vertx, options);
            return client.start()
                    .compose(ignored -> declare(client, topology))
                    .map(ignored -> new AmqpLink(vertx, client, tap.channel(), worker(vertx, name)))
                    .recover(cause -> stop(client).transform(ignored -> Future.failedFuture(cause)));
        });
    }

    /** The channel, for listeners and for use inside {@link #call}. */
    Channel channel() {
        return channel;
    }

    /** The connection, for listeners. */
    Connection connection() {
        return channel.getConnection();
    }

    /** Whether connection and channel are as they were when they were opened. */
    boolean isOpen() {
        return client.isConnected() && channel.isOpen();
    }

    /** Runs blocking calls on the channel, one after the other. */
    <T> Future<T> call(Callable<T> blocking) {
        try {
            return worker.executeBlocking(blocking, true);
        } catch (IllegalStateException | RejectedExecutionException e) {
            // The pool was closed with its epoch between the caller's look and this call.
            return Future.failedFuture(e);
        }
    }

    /** Counts the ready messages of a queue by a passive declare; a queue that is not there closes the channel. */
    Future<Integer> readyMessages(String queue) {
        return call(() -> channel.queueDeclarePassive(queue).getMessageCount());
    }

    /**
     * Closes what is left. Always succeeds; a peer that does not answer is waited for 3 s: the broker reads nothing
     * from a connection that an alarm blocks, also no farewell.
     */
    Future<Void> close() {
        return vertx.executeBlocking(this::abort, false)
                .eventually(() -> stop(client))
                // Closing a pool takes its queue's lock, for which an event loop must not wait.
                .eventually(() -> vertx.executeBlocking(worker::close, false).compose(closing -> closing));
    }

    private Void abort() {
        connection().abort(CLOSE_TIMEOUT_MILLIS);
        return null;
    }

    private static Future<Void> stop(RabbitMQClient client) {
        return client.stop().recover(cause -> {
            LOG.debug("amqp connection was closed already reason={}", cause.toString());
            return Future.succeededFuture();
        });
    }

    private static Future<Void> declare(RabbitMQClient client, Topology topology) {
        Future<Void> done = Future.succeededFuture();
        for (Topology.Queue queue : topology.queues()) {
            done = done.compose(ignored -> client.queueDeclare(queue.name(), true, false, false, queue.json()))
                    .mapEmpty();
        }
        return done;
    }

    private static WorkerExecutor worker(Vertx vertx, String name) {
        // A pool of its own for each epoch: a thread that hangs in a dead socket must not hold up the next epoch.
        return vertx.createSharedWorkerExecutor(
                "amqp-" + name + "-" + NUMBERS.incrementAndGet(), 1, WORKER_WARNING_SECONDS, TimeUnit.SECONDS);
    }

    /** Blocking: reads the file of authorities, anew for each connection. */
    private static RabbitMQOptions options(AmqpConfig config, String name, ChannelTap tap)
            throws IOException, GeneralSecurityException {
        AmqpAddress address = config.address();
        RabbitMQOptions options = new RabbitMQOptions();
        options.setHost(address.host());
        options.setPort(address.port());
        options.setVirtualHost(address.virtualHost());
        options.setUser(address.user());
        options.setPassword(address.password().value());
        if (address.tls()) {
            options.setSsl(true);
            options.setHostnameVerificationAlgorithm("HTTPS");
            options.setTrustOptions(TrustOptions.wrap(VerifiedHost.trusting(address.authorities())));
        }
        options.setConnectionName("anb-" + name);
        options.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        options.setHandshakeTimeout(CONNECT_TIMEOUT_MILLIS);
        options.setRequestedHeartbeat(Math.toIntExact(config.heartbeat().toSeconds()));
        options.setAutomaticRecoveryEnabled(false);
        options.setReconnectAttempts(0);
        options.setMetricsCollector(tap);
        return options;
    }
}
