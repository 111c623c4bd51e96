package co.anb.showcase.pulumi.engine;

import com.google.gson.Gson;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A stack's configuration as the CLI hands it over: texts by full key, and which of them are secret. */
public record StackConfig(String stack, Map<String, String> values, Set<String> secretKeys) {

    /** Copies both. */
    public StackConfig {
        values = new TreeMap<>(values);
        secretKeys = new TreeSet<>(secretKeys);
    }

    public static StackConfig of(String stack) {
        return new StackConfig(stack, Map.of(), Set.of());
    }

    public StackConfig with(String key, String value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put("anb:" + key, value);
        return new StackConfig(stack, more, secretKeys);
    }

    public StackConfig withSecret(String key, String value) {
        Set<String> more = new TreeSet<>(secretKeys);
        more.add("anb:" + key);
        return new StackConfig(stack, with(key, value).values(), more);
    }

    public StackConfig in(String region) {
        Map<String, String> more = new TreeMap<>(values);
        more.put("aws:region", region);
        return new StackConfig(stack, more, secretKeys);
    }

    public StackConfig without(String key) {
        Map<String, String> fewer = new TreeMap<>(values);
        fewer.remove("anb:" + key);
        return new StackConfig(stack, fewer, secretKeys);
    }

    /** The name alone: tests are named after it. */
    @Override
    public String toString() {
        return stack;
    }

    String valuesJson() {
        return new Gson().toJson(values);
    }

    String secretKeysJson() {
        return new Gson().toJson(secretKeys);
    }
}
