package co.anb.showcase.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's process: a foreground child of this JVM.
 *
 * <p>It is started by a thread of its own that lives as long as the process, because the kernel ties the signal at the
 * parent's death to the thread that forked, not to the JVM.
 */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 20;

    private final Process process;
    private final Path log;

    private Postmaster(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the command with its output in the log file (the one before is kept) and waits until it accepts
     * connections.
     */
    static Postmaster start(List<String> command, Path dataFolder, Path log) {
        Postmaster postmaster = new Postmaster(fork(command, log), log);
        try {
            postmaster.awaitReady(dataFolder);
            return postmaster;
        } catch (RuntimeException e) {
            postmaster.process.destroyForcibly();
            throw e;
        }
    }

    /**
     * Stops the server in order: clients are cut off, a checkpoint is written. After 30 s it is killed, which is safe
     * too.
     */
    void stop() {
        end(process.toHandle());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends any postmaster with PostgreSQL's fast shutdown; waits until it is gone. */
    static void end(ProcessHandle process) {
        if (!process.isAlive()) {
            return;
        }
        signal(process.pid(), "INT");
        if (!isGone(process, STOP_LIMIT)) {
            process.destroyForcibly();
            if (!isGone(process, STOP_LIMIT)) {
                throw new EmbeddedPostgresException("PostgreSQL (process " + process.pid() + ") does not end");
            }
        }
    }

    private static Process fork(List<String> command, Path log) {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread thread = new Thread(() -> startAndStay(command, log, started), "embedded-postgres");
        thread.setDaemon(true);
        thread.start();
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw new EmbeddedPostgresException("PostgreSQL could not be started: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("interrupted while PostgreSQL was starting", e);
        }
    }

    private static void startAndStay(List<String> command, Path log, CompletableFuture<Process> started) {
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".before"), StandardCopyOption.REPLACE_EXISTING);
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            started.complete(process);
            // join, unlike waitFor, is not interruptible: an interruption must not take the server down.
            Process ended = process.onExit().join();
            LOG.info("postgres ended pid={} status={}", ended.pid(), ended.exitValue());
        } catch (IOException e) {
            started.completeExceptionally(e);
        }
    }

    private void awaitReady(Path dataFolder) {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady(dataFolder)) {
            if (!process.isAlive()) {
                throw new EmbeddedPostgresException("PostgreSQL ended while starting: " + logTail());
            }
            if (System.nanoTime() > limit) {
                throw new EmbeddedPostgresException("PostgreSQL is not ready after " + START_LIMIT + ": " + logTail());
            }
            pause();
        }
    }

    private boolean isReady(Path dataFolder) {
        return PostmasterFile.of(dataFolder)
                .filter(file -> file.pid() == process.pid())
                .filter(PostmasterFile::ready)
                .isPresent();
    }

    private String logTail() {
        try {
            String text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 2000)).strip();
        } catch (IOException e) {
            return "its log " + log + " cannot be read";
        }
    }

    private static void signal(long pid, String signal) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("process " + pid + " could not be signalled: " + e, e);
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

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("interrupted while PostgreSQL was starting", e);
        }
    }
}
