package co.anb.showcase.api.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code tus-js-client}, installed by npm as its users do it: its version is pinned in the test resources. Without npm
 * the test is skipped, in CI it fails.
 */
final class TusJsClient {

    private static final Path SOURCE = Path.of("src/test/resources/tus-client");
    private static final Path FOLDER = Path.of("target/tus-client").toAbsolutePath();
    private static final int PATIENCE_MINUTES = 3;

    private TusJsClient() {}

    /** Installs it below {@code target}, unless it is there. */
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "upload.mjs")) {
            Files.write(FOLDER.resolve(file), Files.readAllBytes(SOURCE.resolve(file)));
        }
        if (!Files.exists(FOLDER.resolve("node_modules/tus-js-client"))) {
            require(run("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"));
        }
        require(run("node", "--version"));
    }

    /** Begins to upload a file; what it says goes to a file of lines. */
    static Process upload(Path output, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", "upload.mjs"));
        command.addAll(arguments);
        return start(output, command);
    }

    /** What has been said so far. */
    static List<String> said(Path output) {
        try (Stream<String> lines = Files.lines(output)) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(boolean installed) {
        if ("true".equals(System.getenv("CI"))) {
            assertThat(installed).as("node and npm, with the registry in reach").isTrue();
        }
        assumeTrue(installed, "needs node and npm, with the registry in reach");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = start(FOLDER.resolve(command[0] + ".log"), List.of(command));
            return process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static Process start(Path output, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
