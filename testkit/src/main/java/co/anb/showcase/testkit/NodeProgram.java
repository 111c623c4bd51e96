package co.anb.showcase.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A program for Node.js in a folder of a module's test resources. Its {@code package.json} pins what npm installs for
 * it, below {@code target}. Without node and npm the test is skipped, in CI it fails.
 */
public final class NodeProgram {

    private static final int PATIENCE_MINUTES = 3;

    private final Path folder;

    private NodeProgram(Path folder) {
        this.folder = folder;
    }

    /**
     * Copies the folder and installs its packages, unless they are there.
     *
     * @param name of the folder in {@code src/test/resources}
     */
    public static NodeProgram install(String name) throws IOException, InterruptedException {
        Path source = Path.of("src/test/resources", name);
        Path folder = Files.createDirectories(Path.of("target", name).toAbsolutePath());
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        NodeProgram program = new NodeProgram(folder);
        if (!program.succeeds("node", "--version") || !program.hasPackages()) {
            String reason = "needs node and npm, with the registry in reach";
            throw "true".equals(System.getenv("CI"))
                    ? new IllegalStateException(reason)
                    : new TestAbortedException(reason);
        }
        return program;
    }

    /** Begins to run a script of the folder; what it says on both outputs goes to a file. */
    public Process start(Path output, String script, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(arguments);
        return start(output, command);
    }

    /** What was installed is written down afterwards, so that an installation that was cut off is begun again. */
    private boolean hasPackages() throws IOException, InterruptedException {
        Path wanted = folder.resolve("package.json");
        Path installed = folder.resolve("installed.json");
        if (Files.exists(installed) && Files.mismatch(wanted, installed) < 0) {
            return true;
        }
        boolean done = succeeds("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts");
        if (done) {
            Files.write(installed, Files.readAllBytes(wanted));
        }
        return done;
    }

    private boolean succeeds(String... command) throws IOException, InterruptedException {
        try {
            Process process = start(folder.resolve(command[0] + ".log"), Arrays.asList(command));
            return process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private Process start(Path output, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
