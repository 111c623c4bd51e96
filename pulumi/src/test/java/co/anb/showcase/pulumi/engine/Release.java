package co.anb.showcase.pulumi.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A checkout with the files of a release, of fixed contents and so of fixed hashes; below {@code target/}. */
public final class Release {

    private static final List<String> FILES = List.of(
            "api-verticle/target/anb-api.jar",
            "auth-verticle/target/anb-auth.jar",
            "worker-verticle/target/anb-worker.jar",
            "pulumi/rds-global-bundle.pem",
            "grafana/prometheus/prometheus.yml",
            "grafana/promtail/promtail.yml",
            "worker-verticle/src/main/resources/assets/intro.mp4",
            "worker-verticle/src/main/resources/assets/outro.mp4",
            "worker-verticle/src/main/resources/assets/watermark.png");

    private Release() {}

    /** Writes the files into {@code target/<name>}; a relative path, as an operator would have it. */
    public static Path in(String name) {
        Path root = Path.of("target", name);
        FILES.forEach(file -> write(root.resolve(file), file));
        return root;
    }

    /** As after a change of code and another {@code mvn package}. */
    public static Path withNewJars(String name) {
        Path root = in(name);
        FILES.stream()
                .filter(file -> file.endsWith(".jar"))
                .forEach(file -> write(root.resolve(file), "newer " + file));
        return root;
    }

    private static void write(Path path, String content) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
