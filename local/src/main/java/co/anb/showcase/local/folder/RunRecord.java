package co.anb.showcase.local.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;

/**
 * Who uses a folder.
 *
 * @param pid the process
 * @param startedAt when that process began, as the operating system says: a later process with the same id differs
 * @param url where it serves
 */
public record RunRecord(long pid, Instant startedAt, String url) {

    static RunRecord ofThisProcess(String url) {
        ProcessHandle self = ProcessHandle.current();
        return new RunRecord(self.pid(), self.info().startInstant().orElse(Instant.now()), url);
    }

    static Optional<RunRecord> read(DataFolder folder) {
        KeptProperties kept = KeptProperties.of(folder.run());
        try {
            return Optional.of(new RunRecord(
                    Long.parseLong(kept.get("pid")),
                    Instant.ofEpochMilli(Long.parseLong(kept.get("started-at-millis"))),
                    kept.get("url")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    void write(DataFolder folder) throws IOException {
        Files.deleteIfExists(folder.run());
        KeptProperties kept = KeptProperties.of(folder.run());
        kept.put("pid", Long.toString(pid));
        kept.put("started-at-millis", Long.toString(startedAt.toEpochMilli()));
        kept.put("url", url);
        kept.save();
    }
}
