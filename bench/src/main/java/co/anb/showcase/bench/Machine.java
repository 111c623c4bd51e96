package co.anb.showcase.bench;

import co.anb.showcase.bench.estate.Command;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** On what, and of what, the figures are. */
final class Machine {

    private static final int SYNCS = 100;
    private static final int PAGE = 8192;

    private Machine() {}

    static JsonObject describe(Options options, Path folder) {
        Path root = options.root();
        return new JsonObject()
                .put("commit", git(root, "rev-parse", "--short=9", "HEAD"))
                .put(
                        "changed",
                        !git(root, "status", "--porcelain", "--untracked-files=no")
                                .isEmpty())
                .put("quick", options.quick())
                .put("only", String.join(",", options.only()))
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("cpu", cpuName())
                .put("java", Runtime.version().toString())
                .put("load_before", loadAverage())
                .put("fdatasync_micros", syncMicros(folder));
    }

    /** A sentence, when others work on this machine too: then nothing that comes out is worth much. */
    static Optional<String> busy() {
        double load = Double.parseDouble(loadAverage().split(" ", 2)[0]);
        int cores = Runtime.getRuntime().availableProcessors();
        return load > cores
                ? Optional.of("The machine was busy when the run began: load %s on %d cores.".formatted(load, cores))
                : Optional.empty();
    }

    static String loadAverage() {
        return read(Path.of("/proc/loadavg")).strip();
    }

    /** How long the disk takes for 8 kB that must be there afterwards. */
    private static long syncMicros(Path folder) {
        Path file = folder.resolve("sync");
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            FileChannel channel = random.getChannel();
            long start = System.nanoTime();
            for (int i = 0; i < SYNCS; i++) {
                int written = channel.write(ByteBuffer.allocate(PAGE), 0);
                if (written != PAGE) {
                    throw new BenchException("the disk is full");
                }
                channel.force(false);
            }
            return (System.nanoTime() - start) / SYNCS / 1000;
        } catch (IOException e) {
            throw new BenchException("the disk can't be tried", e);
        }
    }

    private static String git(Path root, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        return Command.run(command).strip();
    }

    private static String cpuName() {
        return read(Path.of("/proc/cpuinfo"))
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "unknown";
        }
    }
}
