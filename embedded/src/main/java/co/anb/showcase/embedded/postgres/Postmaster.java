package co.anb.showcase.embedded.postgres;

import co.anb.showcase.embedded.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The server's process. */
final class Postmaster {
    private static final String NAME = "PostgreSQL";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final ChildProcess process;

    private Postmaster(ChildProcess process) {
        this.process = process;
    }

    /** Starts the command and waits until it accepts connections. */
    static Postmaster start(List<String> command, Path dataFolder, Path log) {
        try {
            Postmaster postmaster = new Postmaster(ChildProcess.start(NAME, new ProcessBuilder(command), log));
            postmaster.awaitReady(dataFolder);
            return postmaster;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Stops the server in order: clients are cut off, a checkpoint is written. After 30 s it is killed, which is safe
     * too.
     */
    void stop() {
        end(process.handle());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends any postmaster with PostgreSQL's fast shutdown; waits until it is gone. */
    static void end(ProcessHandle process) {
        try {
            ChildProcess.end(process, "INT", STOP_LIMIT);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(NAME + " could not be ended: " + e.getMessage(), e);
        }
    }

    private void awaitReady(Path dataFolder) throws IOException {
        try {
            process.await(() -> isReady(dataFolder), START_LIMIT);
        } catch (IOException e) {
            process.kill();
            throw e;
        }
    }

    private boolean isReady(Path dataFolder) {
        return PostmasterFile.of(dataFolder)
                .filter(file -> file.pid() == process.handle().pid())
                .filter(PostmasterFile::ready)
                .isPresent();
    }
}
