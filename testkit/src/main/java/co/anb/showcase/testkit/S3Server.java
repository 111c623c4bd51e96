package co.anb.showcase.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * An S3-speaking server in a JVM of its own, on a free port of 127.0.0.1. It checks neither signatures nor credentials.
 * It ends with this JVM, also when this one is killed: its standard input then ends.
 */
final class S3Server implements AutoCloseable {

    private static final Path MODULE = Path.of("testkit", "s3mock");

    private final Process process;
    private final URI endpoint;

    private S3Server(Process process, int port) {
        this.process = process;
        this.endpoint = URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Starts it, which takes about five seconds.
     *
     * @param folder where it keeps objects and its log
     */
    static S3Server start(Path folder) {
        try {
            Path module = module();
            Path log = Files.createDirectories(folder).resolve("s3mock.log");
            Process process = new ProcessBuilder(ChildJvm.command(
                            "-Xmx256m",
                            "-cp",
                            Files.readString(module.resolve("target/class-path")),
                            module.resolve("S3MockMain.java").toString(),
                            folder.resolve("objects").toString()))
                    .redirectError(log.toFile())
                    .start();
            return new S3Server(process, port(process, log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address. */
    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the S3 server does not end, pid " + process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int port(Process process, Path log) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("PORT ")) {
                drain(output);
                return Integer.parseInt(line.substring("PORT ".length()));
            }
            Files.writeString(log, line + System.lineSeparator(), java.nio.file.StandardOpenOption.APPEND);
        }
        throw new IllegalStateException("the S3 server did not start:\n" + Files.readString(log));
    }

    /** Nobody reads its warnings, and a full pipe would stop it. */
    private static void drain(BufferedReader output) {
        Thread thread = new Thread(() -> output.lines().forEach(line -> {}), "s3mock-output");
        thread.setDaemon(true);
        thread.start();
    }

    private static Path module() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(MODULE).resolve("target/class-path"))) {
                return folder.resolve(MODULE);
            }
        }
        throw new IllegalStateException("build the module " + MODULE + " first: it finds the S3 server's jars");
    }
}
