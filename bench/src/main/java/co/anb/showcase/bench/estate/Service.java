package co.anb.showcase.bench.estate;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.embedded.process.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of its own that listens on loopback. */
public final class Service implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOPPING = Duration.ofSeconds(40);

    private final String name;
    private final int port;
    private final ChildProcess process;

    private Service(String name, int port, ChildProcess process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a Java program and waits until it listens.
     *
     * @param arguments of {@code java}
     * @param variables what configures it, its port among them
     */
    static Service java(String name, int port, List<String> arguments, Map<String, String> variables, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return start(name, port, command, variables, folder);
    }

    static Service start(String name, int port, List<String> command, Map<String, String> variables, Path folder) {
        try {
            ProcessBuilder builder = new ProcessBuilder(ChildProcess.endWithParent("KILL", command));
            builder.environment().putAll(variables);
            ChildProcess process = ChildProcess.start(name, builder, folder.resolve(name + ".log"));
            Service service = new Service(name, port, process);
            process.await(service::listens, PATIENCE);
            return service;
        } catch (IOException e) {
            throw new BenchException(name + " did not start", e);
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** For its costs. */
    public ProcessHandle handle() {
        return process.handle();
    }

    @Override
    public void close() {
        try {
            ChildProcess.end(process.handle(), "TERM", STOPPING);
        } catch (IOException e) {
            throw new BenchException(name + " did not end", e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
