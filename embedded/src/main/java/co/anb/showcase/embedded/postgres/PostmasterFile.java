package co.anb.showcase.embedded.postgres;

import co.anb.showcase.embedded.process.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a running PostgreSQL writes of itself into {@code postmaster.pid} of its data folder.
 *
 * @param pid the postmaster's process id
 * @param dataFolder the folder that it serves
 * @param startedAt when it started, in whole seconds
 * @param ready whether it accepts connections
 * @see <a href="https://www.postgresql.org/docs/17/storage-file-layout.html">PostgreSQL 17, database file layout</a>
 */
record PostmasterFile(long pid, Path dataFolder, Instant startedAt, boolean ready) {
    private static final int STATUS_LINE = 7;

    /** The file's second is the server's own clock; the kernel's start time is computed from the boot time. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    /** Reads the file of a data folder; empty when there is none or it is not written whole yet. */
    static Optional<PostmasterFile> of(Path dataFolder) {
        try {
            List<String> lines = Files.readAllLines(path(dataFolder));
            if (lines.size() < 3) {
                return Optional.empty();
            }
            boolean ready =
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines.get(0).strip()),
                    Path.of(lines.get(1).strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                    ready));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    static Path path(Path dataFolder) {
        return dataFolder.resolve("postmaster.pid");
    }

    /**
     * Returns the living postmaster of this data folder. A process counts only when its id, its start time and the data
     * folder on its command line all agree with the file: process ids are used again, most of all in containers.
     */
    Optional<ProcessHandle> living(Path expectedFolder) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> dataFolder.equals(expectedFolder))
                .filter(this::startedThen)
                .filter(process -> CommandLine.of(process).contains(expectedFolder.toString()));
    }

    private boolean startedThen(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, startedAt).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .orElse(false);
    }
}
