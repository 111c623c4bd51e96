package co.anb.showcase.chaos.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.testkit.ChildJvm;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A service in a JVM of its own, as its unit on a server starts it. */
public final class ServiceProcess implements AutoCloseable {

    static final String READY = " ready on :";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path log;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a service and returns at once.
     *
     * @param main its main class
     * @param environment all that configures it
     * @param folder gets its log
     */
    public static ServiceProcess start(Class<?> main, Map<String, String> environment, Path folder) {
        try {
            Path log = Files.createTempFile(folder, main.getSimpleName(), ".log");
            ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(
                            "-Xmx256m",
                            "-D" + BlockedThreads.PROPERTY + "=100",
                            "-cp",
                            System.getProperty("java.class.path"),
                            main.getName()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new ServiceProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it is ready. */
    @CanIgnoreReturnValue
    public ServiceProcess awaitReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(isReady() || !process.isAlive()).as(said()).isTrue());
        assertThat(process.isAlive()).as(said()).isTrue();
        return this;
    }

    /** Whether it runs and has said that it is ready. */
    public boolean isReady() {
        return process.isAlive() && said().contains(READY);
    }

    /** The programs that it runs at this moment. */
    public Stream<ProcessHandle> children() {
        return process.descendants();
    }

    /** The FFmpeg that it runs at this moment. */
    public Stream<ProcessHandle> ffmpeg() {
        return children().filter(child -> child.info().command().orElse("").endsWith("ffmpeg"));
    }

    /** SIGSEGV to its FFmpeg: what a bug in a decoder comes to. */
    public void crashFfmpeg() {
        signal("SEGV", ffmpeg());
    }

    /** SIGKILL, and its programs are gone with it. */
    public void kill() {
        List<ProcessHandle> children = children().toList();
        process.destroyForcibly();
        assertThat(exitStatus()).as("ended by a signal").isEqualTo(128 + 9);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(children).as("its children").noneMatch(ProcessHandle::isAlive));
    }

    /** SIGSTOP to it and to its programs; seen in what the kernel says of each. */
    public void freeze() {
        signal("STOP", family());
        await().atMost(PATIENCE).until(() -> family().allMatch(one -> stateOf(one) == 'T'));
    }

    /** SIGCONT to all that {@link #freeze} stopped. */
    public void thaw() {
        signal("CONT", family());
    }

    /** SIGTERM; gives the exit status. */
    public int terminate() {
        process.destroy();
        return exitStatus();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Everything that it wrote. */
    public String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            assertThat(terminate()).as(said()).isZero();
        }
    }

    private Stream<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), children());
    }

    private static void signal(String name, Stream<ProcessHandle> receivers) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        receivers.map(one -> Long.toString(one.pid())).forEach(command::add);
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .as("%s", command)
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The third field of proc(5)'s {@code stat}, after the name in parentheses. */
    private static char stateOf(ProcessHandle one) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(one.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int exitStatus() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(said())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
