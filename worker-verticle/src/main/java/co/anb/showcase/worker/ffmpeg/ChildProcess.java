package co.anb.showcase.worker.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A started child as the wrapper library sees it: standard output to read, and an error stream that is already empty,
 * because a thread of ours drains it from the start (the library reads one stream after the other, and a full pipe of
 * 64 kB would stop the child for ever). Killed with its descendants at the wall time.
 */
final class ChildProcess extends Process {

    private static final Duration DRAIN_TIME = Duration.ofSeconds(2);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);
    /** Between arguments in {@code /proc/PID/cmdline} (proc(5)). */
    private static final String SEPARATOR = "\0";

    /** Takes in whoever has lost its parent; in a container that may be this process. */
    private static final long INIT = 1;

    private final Process process;
    private final String command;
    private final InputStream output;
    private final OutputTail tail = new OutputTail();
    private final Thread drain;
    private final CompletableFuture<Boolean> late;

    /** @param command what runs in the sandbox: each process of it has that at the end of its command line */
    ChildProcess(Process process, List<String> command, InputStream output, Duration wallTime) {
        this.process = process;
        byte[] line = (String.join(SEPARATOR, command) + SEPARATOR).getBytes(StandardCharsets.UTF_8);
        this.command = new String(line, StandardCharsets.ISO_8859_1);
        this.output = output;
        drain = new Thread(this::drainErrors, "ffmpeg-errors-" + process.pid());
        drain.setDaemon(true);
        drain.start();
        late = process.onExit()
                .thenApply(ended -> false)
                .completeOnTimeout(true, wallTime.toMillis(), TimeUnit.MILLISECONDS);
        // A failure to kill has nobody to be told: whoever waits for the child sees that it goes on.
        var unused = late.thenAccept(this::killIfLate);
    }

    boolean timedOut() {
        return late.getNow(false);
    }

    /** What it wrote to standard error. Waits a moment for the last lines of a child that has just ended. */
    String tail() {
        try {
            drain.join(DRAIN_TIME.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return tail.text();
    }

    /** Ends it with all its descendants, without asking. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        var unused = process.onExit().thenRun(this::killOrphans);
    }

    /**
     * A bubblewrap that is killed between the birth of its child and its word to it leaves a child that waits for that
     * word for ever, and keeps the pipes open on which we read.
     */
    private void killOrphans() {
        ProcessHandle.allProcesses().filter(this::isOrphan).forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isOrphan(ProcessHandle other) {
        return other.parent().filter(parent -> parent.pid() == INIT).isPresent()
                && commandLine(other).endsWith(command);
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }

    private void killIfLate(boolean isLate) {
        if (isLate) {
            kill();
        }
    }

    private void drainErrors() {
        try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                tail.add(line);
            }
        } catch (IOException closed) {
            tail.add("(standard error was closed: " + closed.getMessage() + ")");
        }
    }

    @Override
    public InputStream getInputStream() {
        return output;
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream getOutputStream() {
        return process.getOutputStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        return process.waitFor(timeout, unit);
    }

    @Override
    public int exitValue() {
        return process.exitValue();
    }

    /**
     * The library calls this in its {@code finally}. A child that has just said its last word gets a moment to end with
     * its own exit code, which tells why; one that still runs then has lost its reader and is killed. Afterwards it is
     * gone in any case.
     */
    @Override
    public void destroy() {
        try {
            if (!process.waitFor(LAST_MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public ProcessHandle toHandle() {
        return process.toHandle();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }
}
