package co.anb.showcase.pulumi.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A program of the machine. A developer may lack it, and his test is skipped; CI may not. */
final class Tool {

    private Tool() {}

    /** Runs it to its end, which must be a success, and gives what it said on both outputs. */
    static String run(List<String> command) {
        boolean installed = installed(command.get(0));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(installed).as("%s is installed in CI", command.get(0)).isTrue();
        }
        Assumptions.assumeTrue(installed, command.get(0) + " is not installed here");
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean installed(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(":"))
                .anyMatch(folder -> java.nio.file.Files.isExecutable(java.nio.file.Path.of(folder, program)));
    }
}
