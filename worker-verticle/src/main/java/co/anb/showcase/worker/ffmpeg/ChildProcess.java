package co.anb.showcase.worker.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A started child as the wrapper library sees it: standard output to read, and an error stream that is already empty,
 * because a thread of ours drains it from the start (the library reads one stream after the other, and a full pipe of
 * 64 kB would stop the child for ever). Killed with its descendants at the wall time.
 */
final class ChildProcess extends Process {

    private static final Duration DRAIN_TIME = Duration.ofSeconds(2);

    private final Process process;
    private final InputStream output;
    private final OutputTail tail = new OutputTail();
    private final Thread drain;
    private final CompletableFuture<Process> watchdog;
    private volatile boolean timedOut;

    ChildProcess(Process process, InputStream output, Duration wallTime) {
        this.process = process;
        this.output = output;
        drain = new Thread(this::drainErrors, "ffmpeg-errors-" + process.pid());
        drain.setDaemon(true);
        drain.start();
        watchdog = process.onExit()
                .copy()
                .orTimeout(wallTime.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(late -> killAtWallTime());
    }

    boolean timedOut() {
        return timedOut;
    }

    boolean isOver() {
        return watchdog.isDone() && !process.isAlive();
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
    }

    private Process killAtWallTime() {
        timedOut = true;
        kill();
        return process;
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

    /** The library calls this in its {@code finally}: a child that still runs then has lost its reader. */
    @Override
    public void destroy() {
        kill();
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
