package co.anb.showcase.local.observe;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The files of grafana/ as this module's tests see them. */
final class GrafanaFiles {

    static final Path ROOT = Path.of("..", "grafana");
    static final Path PROMETHEUS = ROOT.resolve("prometheus");

    private GrafanaFiles() {}

    /**
     * A rule.
     *
     * @param name of the alert, or of the series that it records
     * @param isAlert which of the two
     * @param expression in PromQL
     * @param json as it stands in the file
     */
    record Rule(String name, boolean isAlert, String expression, JsonObject json) {

        private static Rule of(JsonObject json) {
            boolean isAlert = json.containsKey("alert");
            return new Rule(
                    json.getString(isAlert ? "alert" : "record"),
                    isAlert,
                    json.getString("expr").strip(),
                    json);
        }
    }

    /** All files of a folder with a suffix, sorted. */
    static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject yaml(Path file) {
        Map<String, Object> map = new Yaml().load(text(file));
        return new JsonObject(map);
    }

    /** The rules of all files. */
    static List<Rule> rules() {
        return files(PROMETHEUS.resolve("rules"), ".yml").stream()
                .flatMap(file -> objects(yaml(file), "groups").stream())
                .flatMap(group -> objects(group, "rules").stream())
                .map(Rule::of)
                .toList();
    }

    /** The headings of a page, as the anchors that GitHub makes of them. */
    static List<String> anchors(Path page) {
        return text(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The objects of a member that is an array; none without it. */
    static List<JsonObject> objects(JsonObject json, String member) {
        JsonArray array = json.getJsonArray(member, new JsonArray());
        return array.stream().map(GrafanaFiles::object).toList();
    }

    @SuppressWarnings("unchecked") // an object in JSON has members with names
    private static JsonObject object(Object item) {
        return item instanceof JsonObject json ? json : new JsonObject((Map<String, Object>) item);
    }
}
