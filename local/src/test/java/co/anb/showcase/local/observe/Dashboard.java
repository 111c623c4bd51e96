package co.anb.showcase.local.observe;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard's file.
 *
 * @param name of the file without its suffix
 * @param json its content
 */
record Dashboard(String name, JsonObject json) {

    /**
     * A query of a panel.
     *
     * @param where dashboard and panel, for people
     * @param kind of data source
     * @param json as it stands in the file
     */
    record Query(String where, String kind, JsonObject json) {

        String expression() {
            return json.getString("expr", "");
        }
    }

    static List<Dashboard> all() {
        return GrafanaFiles.files(GrafanaFiles.ROOT.resolve("dashboards"), ".json").stream()
                .map(Dashboard::of)
                .toList();
    }

    private static Dashboard of(Path file) {
        String name = file.getFileName().toString().replace(".json", "");
        return new Dashboard(name, new JsonObject(GrafanaFiles.text(file)));
    }

    List<JsonObject> panels() {
        return GrafanaFiles.objects(json, "panels");
    }

    List<JsonObject> variables() {
        return GrafanaFiles.objects(json.getJsonObject("templating"), "list");
    }

    Stream<Query> queries() {
        return panels().stream()
                .flatMap(panel -> GrafanaFiles.objects(panel, "targets").stream()
                        .map(target -> new Query(
                                name + ": " + panel.getString("title"),
                                target.getJsonObject("datasource").getString("type"),
                                target)));
    }
}
