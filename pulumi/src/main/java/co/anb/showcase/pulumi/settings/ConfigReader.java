package co.anb.showcase.pulumi.settings;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.pulumi.core.Output;
import com.pulumi.exceptions.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads values by key and remembers each mistake, so that the operator sees all of them at once. */
final class ConfigReader {

    /** Stands in for a value that was refused, so that reading goes on; never leaves {@link #finish}. */
    private static final String REFUSED = "";

    private final String namespace;
    private final Source source;
    private final List<String> mistakes = new ArrayList<>();

    /** Where values come from: key without its namespace to text. */
    interface Source {
        Optional<String> get(String key);
    }

    ConfigReader(String namespace, Source source) {
        this.namespace = namespace;
        this.source = source;
    }

    String text(String key, String otherwise, Predicate<String> valid, String rule) {
        return checked(key, source.get(key).orElse(otherwise), valid, rule);
    }

    Optional<String> optional(String key, Predicate<String> valid, String rule) {
        return source.get(key).filter(value -> !value.isBlank()).map(value -> checked(key, value, valid, rule));
    }

    Output<String> secret(String key, Predicate<String> valid, String rule) {
        Optional<String> value = source.get(key);
        if (value.isEmpty()) {
            mistake(key, "is missing: `pulumi config set --secret " + namespace + ":" + key + "`; it " + rule);
        } else if (!valid.test(value.get())) {
            mistake(key, rule);
        }
        return Output.ofSecret(value.orElse(REFUSED));
    }

    Optional<Output<String>> optionalSecret(String key, Predicate<String> valid, String rule) {
        return source.get(key).isEmpty() ? Optional.empty() : Optional.of(secret(key, valid, rule));
    }

    boolean flag(String key, boolean otherwise) {
        String value = text(key, String.valueOf(otherwise), v -> v.matches("true|false"), "is true or false");
        return Boolean.parseBoolean(value);
    }

    int number(String key, int otherwise, int least, int most) {
        String rule = "is a whole number from " + least + " to " + most;
        String value = text(key, String.valueOf(otherwise), v -> between(v, least, most), rule);
        return value.equals(REFUSED) ? otherwise : Integer.parseInt(value);
    }

    /** A JSON list of one to {@code most} texts, as {@code pulumi config set --path} writes it; required. */
    List<String> list(String key, int most, Predicate<String> valid, String rule) {
        Optional<String> value = source.get(key);
        if (value.isEmpty()) {
            mistake(key, "is missing: it " + rule);
            return List.of();
        }
        List<String> entries = parseList(value.get());
        if (entries.isEmpty() || entries.size() > most || !entries.stream().allMatch(valid)) {
            mistake(key, rule + ", was " + value.get());
        }
        return entries;
    }

    void mistake(String key, String sentence) {
        mistakes.add(namespace + ":" + key + " " + sentence);
    }

    /** Lets another reader report what this one has found. */
    void moveMistakesTo(ConfigReader other) {
        other.mistakes.addAll(mistakes);
        mistakes.clear();
    }

    /**
     * Ends the reading.
     *
     * @throws RunException with all mistakes, one a line; the engine prints it without a stack trace
     */
    void finish(String stack) {
        if (!mistakes.isEmpty()) {
            throw new RunException("The configuration of stack '" + stack + "' can't be used:\n  - "
                    + String.join("\n  - ", mistakes));
        }
    }

    private String checked(String key, String value, Predicate<String> valid, String rule) {
        if (valid.test(value)) {
            return value;
        }
        mistake(key, rule + ", was '" + value + "'");
        return REFUSED;
    }

    private static boolean between(String value, int least, int most) {
        if (!value.matches("-?\\d{1,9}")) {
            return false;
        }
        int number = Integer.parseInt(value);
        return number >= least && number <= most;
    }

    private static List<String> parseList(String json) {
        try {
            JsonElement list = JsonParser.parseString(json);
            if (!list.isJsonArray()) {
                return List.of();
            }
            List<String> entries = new ArrayList<>();
            list.getAsJsonArray().forEach(entry -> entries.add(entry.isJsonPrimitive() ? entry.getAsString() : ""));
            return entries;
        } catch (JsonParseException notJson) {
            return List.of();
        }
    }
}
