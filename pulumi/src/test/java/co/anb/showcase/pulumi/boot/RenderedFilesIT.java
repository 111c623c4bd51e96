package co.anb.showcase.pulumi.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** The files that user-data writes on hosts, each held against the program that will read it. */
class RenderedFilesIT {

    @TempDir
    private static Path folder;

    /** Below {@link #folder}, as below the root of a host; one folder a kind of host. */
    private static final List<Path> FILES = new ArrayList<>();

    @BeforeAll
    static void writeAll() throws IOException {
        for (Map.Entry<Component, String> host : Hosts.all().entrySet()) {
            Path root = folder.resolve(host.getKey().id());
            Files.createDirectories(root);
            Files.writeString(root.resolve("user-data"), host.getValue());
            Map<String, List<Map<String, String>>> config = new Yaml().load(host.getValue());
            for (Map<String, String> file : config.getOrDefault("write_files", List.of())) {
                Path path = root.resolve(String.valueOf(file.get("path")).substring(1));
                Files.createDirectories(path.getParent());
                FILES.add(Files.writeString(path, String.valueOf(file.get("content"))));
            }
        }
    }

    /** What is left out: sourced files are not followed, and what is told to sed is no expression. */
    @Test
    void shellcheckAcceptsTheScripts() {
        List<String> command = new ArrayList<>(List.of("shellcheck", "--shell=bash", "--exclude=SC1091,SC2016"));
        command.addAll(named(".sh"));

        assertThat(Tool.run(command)).isEmpty();
    }

    /**
     * An unknown key is a word on standard error and no more. Programs that only a host has count as there, and so do
     * units of packages, which ours add to.
     */
    @ParameterizedTest
    @EnumSource
    void systemdAcceptsTheUnits(Component component) throws IOException {
        Path units = folder.resolve(component.id()).resolve("etc/systemd/system");
        Set<String> command = new LinkedHashSet<>(List.of("systemd-analyze", "verify"));
        for (Path file : FILES.stream().filter(path -> path.startsWith(units)).toList()) {
            Files.writeString(
                    file, Files.readString(file).replaceAll("(?m)^(Exec\\w+=)/(opt|usr/bin)/\\S+", "$1/bin/true"));
            Path unit = Path.of(file.toString().replaceFirst("\\.d/[^/]+$", ""));
            if (!Files.exists(unit)) {
                Files.writeString(unit, "[Unit]\nDescription=of a package\n[Service]\nExecStart=/bin/true\n");
            }
            command.add(unit.toString());
        }

        assertThat(Tool.run(List.copyOf(command))).isEmpty();
    }

    @Test
    void cloudInitAcceptsTheUserData() throws IOException {
        for (Component component : Component.values()) {
            Path userData = folder.resolve(component.id()).resolve("user-data");

            assertThat(Tool.run(List.of("cloud-init", "schema", "--config-file", userData.toString())))
                    .contains("Valid");
        }
    }

    @Test
    void jsonIsJson() throws IOException {
        for (String file : named(".json")) {
            assertThat(JsonParser.parseString(Files.readString(Path.of(file))).isJsonObject())
                    .as(file)
                    .isTrue();
        }
    }

    /** The CloudWatch agent reads Prometheus' own format. */
    @Test
    void promtoolAcceptsWhatIsReadOfCore() {
        String file = folder.resolve("core/etc/anb/core-metrics.yml").toString();

        assertThat(Tool.run(List.of("promtool", "check", "config", file))).contains("is valid");
    }

    private static List<String> named(String suffix) {
        List<String> found = FILES.stream()
                .map(Path::toString)
                .filter(name -> name.endsWith(suffix))
                .toList();
        assertThat(found).isNotEmpty();
        return found;
    }
}
