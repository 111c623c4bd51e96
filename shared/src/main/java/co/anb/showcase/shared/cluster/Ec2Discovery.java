package co.anb.showcase.shared.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jgroups.JChannel;
import org.jgroups.protocols.TCPPING;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Tells JGroups again and again which instances of EC2 to look for members on, so that those who came later, or could
 * not ask at first, are found as well. On a thread of its own; what fails is tried again and makes nobody wait.
 */
final class Ec2Discovery {

    private static final Logger LOG = LoggerFactory.getLogger(Ec2Discovery.class);
    private static final Duration INTERVAL = Duration.ofSeconds(20);
    /** EC2 lists an instance a little after it has started, and refuses when it is asked too much. */
    private static final Duration INTERVAL_IN_TROUBLE = Duration.ofSeconds(5);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final Ec2Instances instances;
    private final ClusterConfig config;
    private final TCPPING discovery;
    private final DefaultCredentialsProvider credentials;
    private final CountDownLatch askedOnce = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "cluster-discovery");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String trouble = "";

    private Ec2Discovery(ClusterConfig config, Ec2Config ec2, JChannel channel) {
        this.config = config;
        this.credentials = DefaultCredentialsProvider.builder().build();
        this.instances = new Ec2Instances(ec2, credentials, ANSWER_LIMIT);
        this.discovery = channel.getProtocolStack().findProtocol(TCPPING.class);
    }

    /**
     * Begins to ask, and waits a moment for the first answer: who comes with it need not be the first.
     *
     * @param channel not connected yet
     */
    static Ec2Discovery start(ClusterConfig config, Ec2Config ec2, JChannel channel) {
        Ec2Discovery discovery = new Ec2Discovery(config, ec2, channel);
        discovery.askIn(Duration.ZERO);
        discovery.awaitFirst();
        return discovery;
    }

    /** What stands in the way of finding the others; empty when nothing does. */
    String trouble() {
        return trouble;
    }

    void stop() {
        thread.shutdownNow();
        credentials.close();
    }

    private void awaitFirst() {
        try {
            if (!askedOnce.await(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("goes on while EC2 has not answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askIn(Duration pause) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, thread)
                .execute(this::ask);
    }

    private void ask() {
        CompletableFuture<Void> unused = found().thenAccept(this::take).whenComplete((done, failure) -> {
            if (failure != null) {
                note(reason(failure));
            }
            askedOnce.countDown();
            askIn(trouble.isEmpty() ? INTERVAL : INTERVAL_IN_TROUBLE);
        });
    }

    private CompletableFuture<List<String>> found() {
        try {
            return instances.privateAddresses();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void take(List<String> found) {
        discovery.setInitialHosts(contacts(found));
        // Whoever was here once and is not listed any more is not looked for for ever.
        discovery.clearDynamicHostList();
        note(
                found.contains(config.bindAddress())
                        ? ""
                        : "EC2 lists %d members without %s".formatted(found.size(), config.bindAddress()));
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.debug("EC2 can't be asked", cause);
        return cause instanceof SdkException ? "no credentials to ask EC2 with" : String.valueOf(cause.getMessage());
    }

    private Set<InetSocketAddress> contacts(List<String> found) {
        Set<InetSocketAddress> contacts = new LinkedHashSet<>();
        contacts.add(new InetSocketAddress(config.bindAddress(), config.port()));
        found.forEach(address -> contacts.add(new InetSocketAddress(address, config.port())));
        return contacts;
    }

    /** Once for each change: the same is asked many times an hour. */
    private void note(String now) {
        if (!now.equals(trouble)) {
            if (now.isEmpty()) {
                LOG.info("EC2 lists the members again");
            } else {
                LOG.warn("can't look for members by their tag, and tries again: {}", now);
            }
            trouble = now;
        }
    }
}
