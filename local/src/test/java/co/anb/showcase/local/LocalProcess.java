package co.anb.showcase.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged jar in a process of its own, in a folder of its own. */
public final class LocalProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "anb-local.jar").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;

    private LocalProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it; what it says goes to a file in the folder. */
    public static LocalProcess start(Path folder, String... arguments) {
        return start(folder, Map.of(), arguments);
    }

    /** The same with more variables than this process has. */
    public static LocalProcess start(Path folder, Map<String, String> variables, String... arguments) {
        assertThat(JAR).as("the jar is built before the tests").exists();
        List<String> command = ChildJvm.command("-jar", JAR.toString());
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(folder, "out", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(variables);
            return new LocalProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody uses now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Command lines that name a folder, other than this JVM's. */
    public static List<String> processesThatName(Path folder) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(handle -> handle.pid() != ProcessHandle.current().pid())
                    .map(handle -> handle.info().commandLine().orElse(""))
                    .filter(line -> line.contains(folder.toString()))
                    .toList();
        }
    }

    public LocalProcess awaitReady() {
        await().atMost(PATIENCE).until(() -> said().contains("Ready in") || !process.isAlive());
        assertThat(process.isAlive()).as(said()).isTrue();
        return this;
    }

    /** SIGTERM, as Ctrl-C's elder sister. */
    public int terminate() {
        process.destroy();
        return exitStatus();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        assertThat(exitStatus()).isNotZero();
    }

    int exitStatus() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(said())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it says so. */
    public Path output() {
        return output;
    }

    public String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            assertThat(exitStatus()).isZero();
        }
    }
}
