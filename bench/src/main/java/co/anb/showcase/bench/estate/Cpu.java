package co.anb.showcase.bench.estate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What processes have cost, as the kernel counts it in {@code /proc}. */
public final class Cpu {

    private static final double TICKS_PER_SECOND = 100;

    private Cpu() {}

    /** Seconds of a process and of its children that it has waited for. */
    public static double seconds(ProcessHandle process) {
        return stat(process).map(Cpu::ticks).orElse(0L) / TICKS_PER_SECOND;
    }

    /** Seconds of all the database's processes below this one. */
    public static double databaseSeconds() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> stat(process)
                        .filter(stat -> stat.contains("(postgres)"))
                        .isPresent())
                .mapToDouble(process -> stat(process).map(Cpu::ownTicks).orElse(0L) / TICKS_PER_SECOND)
                .sum();
    }

    /** Megabytes of memory that a process holds. */
    public static double residentMegabytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024.0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static Optional<String> stat(ProcessHandle process) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long ticks(String stat) {
        String[] fields = afterName(stat);
        return ownTicks(stat) + Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    }

    private static long ownTicks(String stat) {
        String[] fields = afterName(stat);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** From the state on, which is the third field (proc(5)): a name may have spaces. */
    private static String[] afterName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }
}
