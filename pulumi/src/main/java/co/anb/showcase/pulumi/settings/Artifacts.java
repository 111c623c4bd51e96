package co.anb.showcase.pulumi.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a release is made of.
 *
 * @param rdsAuthorities the certificates of RDS' authorities, as PEM
 * @param grafana configuration of the observability host and of every Promtail, by its path below {@code grafana/}
 * @param assets watermark and bumpers, by name
 */
public record Artifacts(
        ReleaseFile core,
        ReleaseFile auth,
        ReleaseFile worker,
        ReleaseFile rdsAuthorities,
        Map<String, ReleaseFile> grafana,
        Map<String, ReleaseFile> assets) {

    private static final String RDS_BUNDLE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";
    private static final ReleaseFile MISSING = new ReleaseFile(Path.of(""), "0".repeat(64));

    static Artifacts from(ConfigReader config) {
        Path root = Path.of(config.text("artifactsDir", "..", v -> !v.isBlank(), "is a folder"));
        Path bundle = root.resolve("pulumi/rds-global-bundle.pem");
        return new Artifacts(
                jar(config, root.resolve("api-verticle/target/anb-api.jar")),
                jar(config, root.resolve("auth-verticle/target/anb-auth.jar")),
                jar(config, root.resolve("worker-verticle/target/anb-worker.jar")),
                file(config, bundle, "`curl -fsSo pulumi/rds-global-bundle.pem " + RDS_BUNDLE + "`"),
                folder(config, root.resolve("grafana")),
                folder(config, root.resolve("worker-verticle/src/main/resources/assets")));
    }

    private static ReleaseFile jar(ConfigReader config, Path path) {
        return file(config, path, "`mvn -B package -DskipTests`");
    }

    private static ReleaseFile file(ConfigReader config, Path path, String remedy) {
        if (Files.isRegularFile(path)) {
            return ReleaseFile.of(path);
        }
        config.mistake("artifactsDir", "lacks " + path + ": run " + remedy + " first");
        return MISSING;
    }

    private static Map<String, ReleaseFile> folder(ConfigReader config, Path folder) {
        if (!Files.isDirectory(folder)) {
            config.mistake("artifactsDir", "lacks the folder " + folder);
            return Map.of();
        }
        Map<String, ReleaseFile> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.filter(Files::isRegularFile)
                    .filter(path -> !path.getFileName().toString().endsWith(".md"))
                    .forEach(path ->
                            files.put(folder.relativize(path).toString().replace('\\', '/'), ReleaseFile.of(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
