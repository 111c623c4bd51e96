package co.anb.showcase.embedded.broker;

import co.anb.showcase.embedded.LoopbackPorts;
import co.anb.showcase.embedded.process.ChildProcess;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * A node of an installed RabbitMQ that belongs to this process: its own folder, name server, ports and login, all on
 * 127.0.0.1; other nodes on the machine never see it.
 *
 * <p>Queues and messages are there at the next start on the same folder. When this JVM ends in any way, {@code kill -9}
 * included, the kernel ends the node and its epmd; where that is not to be had, the next run calls {@link #endOrphan}.
 */
public final class PrivateRabbitMq implements AmqpBroker {
    private static final String USER = "anb";
    private static final String VIRTUAL_HOST = "anb";
    private static final int PORT_TRIES = 5;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Pattern TAKEN = Pattern.compile("eaddrinuse|already in use|already_used");

    private final RabbitMqNode node;
    private final ChildProcess epmd;
    private final ChildProcess server;
    private final String password;

    private PrivateRabbitMq(RabbitMqHome home, RabbitMqNode node, ChildProcess epmd, ChildProcess server)
            throws IOException {
        this.node = node;
        this.epmd = epmd;
        this.server = server;
        this.password = home.password();
    }

    /**
     * Starts a node and waits until it takes connections; the first start on a folder makes a random password.
     *
     * @param folder for its files, made when it is not there
     * @throws EmbeddedBrokerException when the folder is served already, the port is taken or the node does not come up
     *     within 90 s; the message holds the end of its log
     */
    public static PrivateRabbitMq start(RabbitMqProgram program, Path folder, RabbitMqOptions options) {
        return start(program, folder, options, LoopbackPorts::free);
    }

    /** As above, with ports from this supplier, which may be taken by the time they are used. */
    static PrivateRabbitMq start(RabbitMqProgram program, Path folder, RabbitMqOptions options, IntSupplier ports) {
        RabbitMqHome home = new RabbitMqHome(folder);
        try {
            List<ProcessHandle> living = home.living();
            if (!living.isEmpty()) {
                throw new IOException(
                        "the folder is served by process " + living.get(0).pid());
            }
            return startOn(program, home, options, ports);
        } catch (IOException e) {
            throw new EmbeddedBrokerException("RabbitMQ could not start in " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Ends what a killed run left behind on this folder: the node and its name server. Only processes whose id, start
     * time and arguments agree with what that run wrote down are touched. Waits until they are gone.
     *
     * @return how many were ended
     */
    @CanIgnoreReturnValue
    public static int endOrphan(Path folder) {
        try {
            List<ProcessHandle> living = new RabbitMqHome(folder).living();
            for (ProcessHandle process : living) {
                ChildProcess.end(process, "TERM", STOP_LIMIT);
            }
            return living.size();
        } catch (IOException e) {
            throw new EmbeddedBrokerException("what a killed run left in " + folder + " stays: " + e.getMessage(), e);
        }
    }

    /** Deletes queues, messages and users of a node that does not run; its password stays. */
    public static void forget(Path folder) {
        try {
            new RabbitMqHome(folder).deleteData();
        } catch (IOException e) {
            throw new EmbeddedBrokerException("the data of RabbitMQ in " + folder + " stays: " + e.getMessage(), e);
        }
    }

    @Override
    public int port() {
        return node.amqpPort();
    }

    @Override
    public String uri() {
        return uri(VIRTUAL_HOST);
    }

    @Override
    public String uri(String virtualHost) {
        return "amqp://%s:%s@127.0.0.1:%d/%s".formatted(USER, password, port(), virtualHost);
    }

    /** Needs the management API. */
    @Override
    public void createVirtualHost(String name) {
        management("PUT", name);
    }

    /** Needs the management API. */
    @Override
    public void deleteVirtualHost(String name) {
        management("DELETE", name);
    }

    /** Tells whether the node's process runs. */
    public boolean isRunning() {
        return server.isAlive();
    }

    /** The ids of the node and of its name server, for those who want to see them end. */
    public List<Long> processes() {
        return List.of(server.handle().pid(), epmd.handle().pid());
    }

    /**
     * Runs {@code rabbitmqctl} on this node.
     *
     * @return what it printed
     * @throws EmbeddedBrokerException when it fails, with what it printed
     */
    @CanIgnoreReturnValue
    public String ctl(String... arguments) {
        try {
            return node.ctl(List.of(arguments));
        } catch (IOException e) {
            throw new EmbeddedBrokerException("rabbitmqctl failed: " + e.getMessage(), e);
        }
    }

    /**
     * Ends the node as a crash does. What was confirmed is there at the next start, unless its quorum queue was
     * declared in the last half second: RabbitMQ 3.10 had not written the queue's name down by then, and the queue
     * never finds a leader again.
     */
    public void kill() {
        server.kill();
        epmd.kill();
    }

    @Override
    public void close() {
        try {
            ChildProcess.end(server.handle(), "TERM", STOP_LIMIT);
        } catch (IOException e) {
            throw new EmbeddedBrokerException("RabbitMQ could not be ended: " + e.getMessage(), e);
        } finally {
            epmd.kill();
        }
    }

    private static PrivateRabbitMq startOn(
            RabbitMqProgram program, RabbitMqHome home, RabbitMqOptions options, IntSupplier ports) throws IOException {
        if (options.port() != 0 && !LoopbackPorts.isFree(options.port())) {
            throw new BindException("the port " + options.port() + " of 127.0.0.1 is taken");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return startOn(home, RabbitMqNode.withPorts(program, home, options, ports), options);
            } catch (IOException e) {
                // Somebody took one of the chosen ports in between.
                boolean taken = TAKEN.matcher(String.valueOf(e.getMessage())).find();
                if (!taken || attempt == PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static PrivateRabbitMq startOn(RabbitMqHome home, RabbitMqNode node, RabbitMqOptions options)
            throws IOException {
        home.prepare(USER, VIRTUAL_HOST, options.settings(node.amqpPort(), node.managementPort()), options.plugins());
        ChildProcess epmd = ChildProcess.start("epmd", node.epmdCommand(), home.log("epmd"));
        try {
            ChildProcess server = ChildProcess.start("RabbitMQ", node.serverCommand(), home.log("server"));
            try {
                home.recordProcesses(List.of(
                        new RabbitMqHome.Served(server.handle(), home.folder().toString()),
                        new RabbitMqHome.Served(epmd.handle(), Integer.toString(node.epmdPort()))));
                server.await(() -> isReady(home), START_LIMIT);
                return new PrivateRabbitMq(home, node, epmd, server);
            } catch (IOException e) {
                server.kill();
                throw e;
            }
        } catch (IOException e) {
            epmd.kill();
            throw e;
        }
    }

    /** By its own word, which comes last: the ports are open before all of it works. */
    private static boolean isReady(RabbitMqHome home) {
        try {
            return Files.readString(home.log("server"), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains("Server startup complete");
        } catch (IOException e) {
            return false;
        }
    }

    private void management(String method, String virtualHost) {
        try {
            node.management(method, "/api/vhosts/" + virtualHost, USER, password);
        } catch (IOException e) {
            throw new EmbeddedBrokerException(
                    "%s of the virtual host %s failed: %s".formatted(method, virtualHost, e.getMessage()), e);
        }
    }
}
