package co.anb.showcase.bench.estate;

import co.anb.showcase.bench.BenchException;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
public final class Command {

    private static final long LIMIT_SECONDS = 300;

    private Command() {}

    /** What it writes to standard output; the exception of one that fails says what it wrote to standard error. */
    @CanIgnoreReturnValue
    public static String run(List<String> command) {
        return run(command, Map.of());
    }

    /** The same with variables of its environment. */
    @CanIgnoreReturnValue
    public static String run(List<String> command, Map<String, String> variables) {
        try {
            Path errors = Files.createTempFile("anb-bench-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(variables);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String complaint = Files.readString(errors);
            Files.delete(errors);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new BenchException(command.get(0) + " failed: " + complaint.strip() + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new BenchException(command.get(0) + " could not run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException(command.get(0) + " was interrupted", e);
        }
    }
}
