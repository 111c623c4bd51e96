package co.anb.showcase.local.prometheus;

import co.anb.showcase.embedded.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running Prometheus that belongs to this process. The methods block. */
public final class LocalPrometheus implements AutoCloseable {

    private static final String PROGRAM = "prometheus";
    private static final String PREFIX = "/prometheus";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final ChildProcess process;

    private LocalPrometheus(ChildProcess process) {
        this.process = process;
    }

    /** The program on a PATH, if there is one. */
    public static Optional<Path> find(String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> resolve(folder).stream())
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it and waits until it takes connections.
     *
     * @param program the executable
     * @param folder for configuration and series, which stay for the next run
     * @param port where it listens on 127.0.0.1
     * @param origin of the gateway, which serves it under {@code /prometheus/}
     * @param jobToPorts where the metrics of a job's processes are on 127.0.0.1
     * @throws IOException when it does not come up; with the end of its log
     */
    public static LocalPrometheus start(
            Path program, Path folder, int port, String origin, Map<String, List<Integer>> jobToPorts)
            throws IOException {
        PrometheusFolder files = new PrometheusFolder(folder);
        Map<String, List<Integer>> all = new HashMap<>(jobToPorts);
        all.put(PROGRAM, List.of(port));
        files.prepare(all);
        List<String> command = List.of(
                program.toString(),
                "--config.file=" + files.configuration(),
                "--storage.tsdb.path=" + files.series(),
                "--storage.tsdb.retention.time=7d",
                "--web.listen-address=127.0.0.1:" + port,
                "--web.external-url=" + origin + PREFIX + "/",
                "--web.route-prefix=" + PREFIX,
                "--log.level=warn");
        ChildProcess process = ChildProcess.start(
                PROGRAM, new ProcessBuilder(ChildProcess.endWithParent("TERM", command)), files.log());
        try {
            process.await(() -> listens(port), START_LIMIT);
            return new LocalPrometheus(process);
        } catch (IOException e) {
            process.kill();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            ChildProcess.end(process.handle(), "TERM", STOP_LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> resolve(String folder) {
        try {
            return Optional.of(Path.of(folder, PROGRAM));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
