package co.anb.showcase.local.prometheus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prometheus' configuration as {@code grafana/prometheus} has it, with the targets of this run: they alone differ from
 * those of a server.
 *
 * @param root made when it is not there
 */
record PrometheusFolder(Path root) {

    /** The files that every Prometheus of the showcase gets. */
    static final List<String> FILES = List.of("prometheus.yml", "rules/alerts.yml", "rules/slo.yml");

    /** Each has a file of targets; one without a target here is empty. */
    static final List<String> JOBS = List.of("auth", "core", "worker", "rabbitmq", "prometheus", "alertmanager");

    /**
     * Writes all of it; what the run before had recorded stays.
     *
     * @param jobToPorts where the metrics of a job's processes are on 127.0.0.1
     */
    void prepare(Map<String, List<Integer>> jobToPorts) throws IOException {
        for (String file : FILES) {
            Path copy = root.resolve(file);
            Files.createDirectories(copy.getParent());
            try (InputStream original = PrometheusFolder.class.getResourceAsStream("/prometheus/" + file)) {
                if (original == null) {
                    throw new FileNotFoundException("/prometheus/" + file);
                }
                Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path targets = Files.createDirectories(root.resolve("targets"));
        for (String job : JOBS) {
            Files.writeString(targets.resolve(job + ".yml"), targets(jobToPorts.getOrDefault(job, List.of())));
        }
    }

    private static String targets(List<Integer> ports) {
        return ports.isEmpty()
                ? "[]\n"
                : ports.stream()
                        .map(port -> "\"127.0.0.1:" + port + "\"")
                        .collect(Collectors.joining(", ", "- targets: [", "]\n"));
    }

    Path configuration() {
        return root.resolve("prometheus.yml");
    }

    Path series() {
        return root.resolve("series");
    }

    Path log() {
        return root.resolve("prometheus.log");
    }
}
