package co.anb.showcase.embedded.broker;

import co.anb.showcase.embedded.LoopbackPorts;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.BrokerImpl;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHostNode;
import org.jspecify.annotations.Nullable;

/**
 * Apache Qpid Broker-J in this JVM: AMQP 0-9-1 on 127.0.0.1, everything in memory.
 *
 * <p>A broker that is closed forgets its messages; the showcase's durability is the job table in PostgreSQL, not the
 * broker. It is not RabbitMQ: {@code x-queue-type}, {@code x-delivery-limit} and their like close the whole connection
 * (542), and {@code basic.nack(requeue=false)} stalls a consumer with prefetch 1. Several brokers may live in one JVM.
 */
public final class EmbeddedBroker implements AmqpBroker {
    private static final int PORT_TRIES = 5;
    private static final int PASSWORD_BYTES = 16;
    private static final String DEFAULT_HOST = "anb";
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final SystemLauncher launcher;
    private final Broker<?> broker;
    private final Path folder;
    private final int port;
    private final String user;
    private final String password;
    private boolean closed;

    private EmbeddedBroker(
            SystemLauncher launcher, Broker<?> broker, Path folder, int port, String user, String password) {
        this.launcher = launcher;
        this.broker = broker;
        this.folder = folder;
        this.port = port;
        this.user = user;
        this.password = password;
    }

    /**
     * Starts a broker with a random password.
     *
     * @param port the TCP port, or 0 for any free one
     * @throws EmbeddedBrokerException when the port is taken or the broker does not come up
     */
    public static EmbeddedBroker start(int port) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return start(port, "anb", HexFormat.of().formatHex(random));
    }

    /**
     * Starts a broker with a known login, so that clients of an earlier one on the same port find their way back.
     *
     * @param port the TCP port, or 0 for any free one
     * @param user letters, digits, {@code _} and {@code -}
     * @param password letters, digits, {@code _} and {@code -}
     * @throws EmbeddedBrokerException when the port is taken or the broker does not come up
     */
    public static EmbeddedBroker start(int port, String user, String password) {
        requirePlainWord(user);
        requirePlainWord(password);
        for (int attempt = 1; ; attempt++) {
            try {
                return startOn(port == 0 ? LoopbackPorts.free() : port, user, password);
            } catch (EmbeddedBrokerException e) {
                if (port != 0 || attempt == PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String uri() {
        return uri(DEFAULT_HOST);
    }

    @Override
    public String uri(String virtualHost) {
        return "amqp://%s:%s@127.0.0.1:%d/%s".formatted(user, password, port, virtualHost);
    }

    @Override
    public void createVirtualHost(String name) {
        requirePlainWord(name);
        VirtualHostNode<?> node = broker.createChild(
                VirtualHostNode.class,
                Map.of(
                        "name", name,
                        "type", "Memory",
                        "virtualHostInitialConfiguration", "{\"type\":\"Memory\"}"));
        if (node.getVirtualHost() == null) {
            throw new EmbeddedBrokerException(
                    "the virtual host " + name + " did not start",
                    new IllegalStateException(node.getState().name()));
        }
    }

    @Override
    public void deleteVirtualHost(String name) {
        VirtualHostNode<?> node = broker.getChildByName(VirtualHostNode.class, name);
        if (node != null) {
            node.delete();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        launcher.shutdown();
        delete(folder);
    }

    private static EmbeddedBroker startOn(int port, String user, String password) {
        if (!LoopbackPorts.isFree(port)) {
            throw new EmbeddedBrokerException(
                    "the AMQP broker cannot listen on 127.0.0.1:" + port, new BindException("the port is taken"));
        }
        Path folder = null;
        AtomicReference<@Nullable Broker<?>> started = new AtomicReference<>();
        SystemLauncher launcher = new SystemLauncher(brokerInto(started));
        try {
            folder = Files.createTempDirectory("anb-broker-");
            Path file = Files.writeString(
                    folder.resolve("broker.json"), BrokerConfiguration.of(port, DEFAULT_HOST, user, password));
            launcher.startup(BrokerConfiguration.system(file, folder));
            Broker<?> broker = started.get();
            // Qpid reports a failed start by a state, not by an exception.
            if (broker == null || broker.getState() != State.ACTIVE) {
                throw new IOException("the broker did not become active");
            }
            takeOverItsEnd(broker);
            return new EmbeddedBroker(launcher, broker, folder, port, user, password);
        } catch (Exception e) { // Qpid's startup declares Exception
            launcher.shutdown();
            if (folder != null) {
                delete(folder);
            }
            throw new EmbeddedBrokerException("the AMQP broker could not start on 127.0.0.1:" + port + ": " + e, e);
        }
    }

    /**
     * Qpid ends its broker by a shutdown hook, at the same time as whoever uses the broker still stops. Its owner ends
     * it, in its place in the order; Qpid has no switch for that.
     */
    private static void takeOverItsEnd(Broker<?> broker) throws ReflectiveOperationException {
        Field hook = BrokerImpl.class.getDeclaredField("_shutdownHook");
        hook.setAccessible(true);
        Runtime.getRuntime().removeShutdownHook((Thread) hook.get(broker));
    }

    private static SystemLauncherListener brokerInto(AtomicReference<@Nullable Broker<?>> target) {
        return new SystemLauncherListener.DefaultSystemLauncherListener() {
            @Override
            public void onContainerResolve(SystemConfig<?> systemConfig) {
                if (systemConfig.getContainer() instanceof Broker<?> broker) {
                    target.set(broker);
                }
            }
        };
    }

    private static void delete(Path folder) {
        try (var walk = Files.walk(folder)) {
            for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new EmbeddedBrokerException("the broker's folder " + folder + " could not be removed", e);
        }
    }

    private static void requirePlainWord(String word) {
        if (!PLAIN_WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("user, password and host are 1 to 64 letters, digits, '_' and '-'");
        }
    }
}
