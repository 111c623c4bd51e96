package co.anb.showcase.local.observe;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.NodeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards as Grafana's own types and its parser of LogQL read them. */
class GrafanaCheckIT {

    /** One mistake of each kind, and what must be said of it. */
    private static final Map<String, List<String>> SPOILED = Map.of(
            "\"schemaVersion\": 39", List.of("\"schemaVersion\": \"39\"", "not assignable to type 'number'"),
            "\"gridPos\"", List.of("\"gridPoz\"", "'\"gridPoz\"' does not exist"),
            "\"sortOrder\": \"Descending\"", List.of("\"sortOrder\": \"Downwards\"", "Downwards"),
            "\"showPoints\": \"never\"", List.of("\"showPoints\": \"nevr\"", "nevr"),
            "\"queryType\": \"range\"", List.of("\"querryType\": \"range\"", "'\"querryType\"' does not exist"),
            " | json | fields_millis", List.of(" | json || fields_millis", "not LogQL"));

    @TempDir
    private Path folder;

    @Test
    void dashboardsAreWhatGrafanaReads() throws Exception {
        NodeProgram check = NodeProgram.install("grafana-check");
        Path dashboards =
                GrafanaFiles.ROOT.resolve("dashboards").toAbsolutePath().normalize();
        spoil(dashboards.resolve("logs.json"));

        List<String> said = run(check, dashboards, folder);

        assertThat(said).last().asString().startsWith("9 dashboards");
        assertThat(said)
                .filteredOn(line -> line.startsWith(dashboards.toString()))
                .isEmpty();
        SPOILED.values()
                .forEach(mistake -> assertThat(said)
                        .anyMatch(line -> line.startsWith(folder.toString()) && line.contains(mistake.get(1))));
    }

    private void spoil(Path dashboard) throws IOException {
        String text = Files.readString(dashboard);
        for (Map.Entry<String, List<String>> mistake : SPOILED.entrySet()) {
            assertThat(text).contains(mistake.getKey());
            text = text.replace(mistake.getKey(), mistake.getValue().get(0));
        }
        Files.writeString(folder.resolve("spoiled.json"), text);
    }

    private List<String> run(NodeProgram check, Path... folders) throws Exception {
        Path output = folder.resolve("said.txt");
        Process process = check.start(
                output, "check.mjs", Stream.of(folders).map(Path::toString).toList());
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        List<String> said = Files.readAllLines(output);
        assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
        return said;
    }
}
