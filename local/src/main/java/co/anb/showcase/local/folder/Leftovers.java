package co.anb.showcase.local.folder;

import co.anb.showcase.embedded.process.CommandLine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that a killed run left behind. A process is one of them only when everything agrees: it runs a program
 * that local mode starts, an argument names the folder, it began after that run did, and it has no parent but init (or
 * another leftover). A user's editor, {@code tail -f} or own FFmpeg on a file of the folder is none.
 */
public final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Set<String> PROGRAMS = Set.of(
            "ffmpeg",
            "ffprobe",
            "bwrap",
            "unshare",
            "postgres",
            "initdb",
            "prlimit",
            "nice",
            "setpriv",
            "setsid",
            "beam.smp",
            "epmd",
            "prometheus");
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private Leftovers() {}

    /**
     * Ends them and waits until they are gone. Blocking.
     *
     * @param folder claimed by the caller, so no living run can own what is found
     * @param killed the run that left them
     * @return how many there were
     */
    public static int end(DataFolder folder, RunRecord killed) {
        List<ProcessHandle> found = ProcessHandle.allProcesses()
                .filter(process -> belongs(process, folder, killed))
                .toList();
        found.forEach(process -> {
            LOG.info("ending what a killed run left pid={}", process.pid());
            endOne(process);
        });
        return found.size();
    }

    static boolean belongs(ProcessHandle process, DataFolder folder, RunRecord killed) {
        if (process.pid() == ProcessHandle.current().pid()) {
            return false;
        }
        List<String> command = CommandLine.of(process);
        boolean ours = !command.isEmpty() && PROGRAMS.contains(programOf(command.get(0)));
        // Start times have a grain of 10 ms, and the record's comes from the same clock.
        Instant earliest = killed.startedAt().minusMillis(20);
        boolean later = process.info()
                .startInstant()
                .filter(start -> !start.isBefore(earliest))
                .isPresent();
        return ours
                && later
                && isOrphan(process, folder, killed)
                && command.stream().anyMatch(argument -> names(argument, folder));
    }

    /** Whoever loses its parent is given to init, or to the user's systemd. */
    private static boolean isOrphan(ProcessHandle process, DataFolder folder, RunRecord killed) {
        return process.parent()
                .map(parent -> parent.pid() == 1
                        || CommandLine.of(parent).stream()
                                .limit(1)
                                .anyMatch(name -> programOf(name).equals("systemd"))
                        || belongs(parent, folder, killed))
                .orElse(true);
    }

    private static String programOf(String command) {
        // PostgreSQL's children rename themselves: "postgres: checkpointer".
        String first = command.split("[: ]", 2)[0];
        Path name = Path.of(first).getFileName();
        return name == null ? "" : name.toString();
    }

    /** The folder itself or something in it, as a whole name: {@code /x/.anb} is not in {@code /x/.anb-2}. */
    private static boolean names(String argument, DataFolder folder) {
        String root = folder.root().toString();
        int at = argument.indexOf(root);
        int end = at + root.length();
        return at >= 0 && (end == argument.length() || argument.charAt(end) == '/' || argument.charAt(end) == '"');
    }

    private static void endOne(ProcessHandle process) {
        process.destroy();
        if (!endsInTime(process)) {
            process.destroyForcibly();
            if (!endsInTime(process)) {
                LOG.warn("a process of a killed run stays pid={}", process.pid());
            }
        }
    }

    private static boolean endsInTime(ProcessHandle process) {
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<Void> unused = process.onExit().thenRun(ended::countDown);
        try {
            return ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
