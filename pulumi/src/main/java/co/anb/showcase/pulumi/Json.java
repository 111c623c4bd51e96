package co.anb.showcase.pulumi;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON of policies and dashboards. Keys are sorted, so that the same contents are the same text in every run and a plan
 * shows real changes only. The SDK's own helper flattens nested lists, so it is not used.
 */
public final class Json {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Json() {}

    /** Maps, lists, texts and numbers. */
    public static String of(Object value) {
        return GSON.toJson(sorted(value));
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> keys = new TreeMap<>();
            map.forEach((key, entry) -> keys.put((String) key, sorted(entry)));
            return keys;
        }
        return value instanceof List<?> list ? list.stream().map(Json::sorted).toList() : value;
    }
}
