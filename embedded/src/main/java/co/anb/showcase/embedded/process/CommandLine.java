package co.anb.showcase.embedded.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a process was started with, from /proc: {@link ProcessHandle.Info#arguments()} is empty for long ones. */
public final class CommandLine {
    private CommandLine() {}

    /**
     * The program and its arguments, empty ones left out; an empty list when the process is gone or not ours to see.
     */
    public static List<String> of(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            // Not readString, which refuses what is not UTF-8.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\0", -1))
                    .filter(part -> !part.isEmpty())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
