package co.anb.showcase.shared.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Cuts the contract of all services down to what one of them serves today. Pure. */
final class OpenApiFilter {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");
    private static final String ANCHORS = "x-anchors";
    private static final String COMPONENTS = "#/components/";

    private OpenApiFilter() {}

    /**
     * The document of one service.
     *
     * @param whole the contract; not changed
     * @param service kept are operations with this {@code x-service} that are not {@code x-status: planned}
     * @return paths with the kept operations, and of the components those that they refer to
     */
    static JsonObject of(JsonObject whole, String service) {
        JsonObject document = whole.copy();
        document.remove(ANCHORS);
        JsonObject paths = new JsonObject();
        document.getJsonObject("paths").forEach(path -> {
            JsonObject item = keep((JsonObject) path.getValue(), service);
            if (item.fieldNames().stream().anyMatch(METHODS::contains)) {
                paths.put(path.getKey(), item);
            }
        });
        document.put("paths", paths);
        document.put("components", reachable(document.getJsonObject("components"), paths));
        return document;
    }

    private static JsonObject keep(JsonObject item, String service) {
        JsonObject kept = new JsonObject();
        item.forEach(member -> {
            if (!METHODS.contains(member.getKey()) || isServed((JsonObject) member.getValue(), service)) {
                kept.put(member.getKey(), member.getValue());
            }
        });
        return kept;
    }

    private static boolean isServed(JsonObject operation, String service) {
        return service.equals(operation.getString("x-service")) && !"planned".equals(operation.getString("x-status"));
    }

    private static JsonObject reachable(JsonObject components, JsonObject paths) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<Object> toVisit = new ArrayDeque<>();
        toVisit.add(paths);
        JsonObject kept = new JsonObject();
        Object schemes = components.getValue("securitySchemes");
        if (schemes != null) {
            kept.put("securitySchemes", schemes);
        }
        while (!toVisit.isEmpty()) {
            for (String reference : references(toVisit.remove())) {
                if (seen.add(reference)) {
                    toVisit.add(copy(components, kept, reference));
                }
            }
        }
        return kept;
    }

    private static Object copy(JsonObject components, JsonObject kept, String reference) {
        String[] kindAndName = reference.substring(COMPONENTS.length()).split("/", 2);
        Object value = components.getJsonObject(kindAndName[0]).getValue(kindAndName[1]);
        if (!kept.containsKey(kindAndName[0])) {
            kept.put(kindAndName[0], new JsonObject());
        }
        kept.getJsonObject(kindAndName[0]).put(kindAndName[1], value);
        return value;
    }

    private static Set<String> references(Object root) {
        Set<String> found = new LinkedHashSet<>();
        Deque<Object> toVisit = new ArrayDeque<>();
        toVisit.add(root);
        while (!toVisit.isEmpty()) {
            Object node = toVisit.remove();
            if (node instanceof JsonObject object) {
                for (Map.Entry<String, Object> member : object) {
                    if (member.getKey().equals("$ref") && member.getValue() instanceof String text) {
                        found.add(text);
                    } else if (member.getValue() != null) {
                        toVisit.add(member.getValue());
                    }
                }
            } else if (node instanceof JsonArray array) {
                array.forEach(toVisit::add);
            }
        }
        return found;
    }
}
