package co.anb.showcase.embedded.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that runs as a foreground child of this JVM, with its output in a file.
 *
 * <p>It is started by a thread of its own that lives as long as the process, because the kernel ties the signal at the
 * parent's death to the thread that forked, not to the JVM. The methods block.
 */
public final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final long POLL_MILLIS = 20;
    private static final int TAIL = 2_000;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a command.
     *
     * @param name what people call the server
     * @param command its environment and folder; where its output goes is decided here
     * @param log gets the output; the one before is kept beside it
     * @throws IOException when it can't be started
     */
    public static ChildProcess start(String name, ProcessBuilder command, Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".before"), StandardCopyOption.REPLACE_EXISTING);
        }
        command.redirectErrorStream(true).redirectOutput(log.toFile());
        return new ChildProcess(name, fork(name, command), log);
    }

    /**
     * Wraps a command so that the kernel sends it a signal when the thread that started it ends, and so when this JVM
     * is killed; and so that a terminal's Ctrl-C reaches only the JVM, which stops its parts in order. Where the two
     * tools are missing, the command is returned as it is. The kernel forgets the signal when the command changes its
     * identity.
     *
     * @param signal its name without {@code SIG}
     */
    public static List<String> endWithParent(String signal, List<String> command) {
        List<String> wrapper = List.of("setsid", "setpriv", "--pdeathsig", signal, "--");
        return works(join(wrapper, List.of("true"))) ? join(wrapper, command) : command;
    }

    /** Tells whether a short command ends with status 0. */
    public static boolean works(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** For signals and for finding it again. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Tells whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until a condition holds.
     *
     * @throws IOException when the process ends before, or the condition does not hold in time; with the log's end
     */
    public void await(BooleanSupplier ready, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IOException(name + " ended while starting: " + logTail());
            }
            if (System.nanoTime() > end) {
                throw new IOException(name + " is not ready after " + limit + ": " + logTail());
            }
            pause();
        }
    }

    /** The end of its output. */
    public String logTail() {
        try {
            String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - TAIL)).strip();
        } catch (IOException e) {
            return "its log " + log + " cannot be read";
        }
    }

    /** Kills it, as a crash does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        if (!isGone(process.toHandle(), Duration.ofSeconds(30))) {
            LOG.error("{} does not end pid={}", name, process.pid());
        }
    }

    /**
     * Ends a process, a child or not, and waits until it is gone: by a signal, and when that does not help in time by
     * force.
     *
     * @param signal its name without {@code SIG}
     * @throws IOException when it lives on
     */
    public static void end(ProcessHandle process, String signal, Duration patience) throws IOException {
        if (!process.isAlive()) {
            return;
        }
        signal(process.pid(), signal);
        if (!isGone(process, patience)) {
            process.destroyForcibly();
            if (!isGone(process, patience)) {
                throw new IOException("process " + process.pid() + " does not end");
            }
        }
    }

    private static Process fork(String name, ProcessBuilder command) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread thread = new Thread(() -> startAndStay(name, command, started), "embedded " + name);
        thread.setDaemon(true);
        thread.start();
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw new IOException(name + " could not be started: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw interrupted(name);
        }
    }

    private static void startAndStay(String name, ProcessBuilder command, CompletableFuture<Process> started) {
        try {
            Process process = command.start();
            process.getOutputStream().close();
            started.complete(process);
            // join, unlike waitFor, is not interruptible: an interruption must not take the server down.
            Process ended = process.onExit().join();
            LOG.info("{} ended pid={} status={}", name, ended.pid(), ended.exitValue());
        } catch (IOException e) {
            started.completeExceptionally(e);
        }
    }

    private static void signal(long pid, String signal) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            kill.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isGone(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted(name);
        }
    }

    private static IOException interrupted(String name) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while " + name + " was starting");
    }

    private static List<String> join(List<String> wrapper, List<String> command) {
        List<String> all = new ArrayList<>(wrapper);
        all.addAll(command);
        return List.copyOf(all);
    }
}
