package co.anb.showcase.shared.config;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values from the environment and from an optional file, and collects every mistake instead of stopping at
 * the first.
 *
 * <p>A key is dotted ({@code db.pool-size}); its environment variable is the same in upper case with underscores
 * ({@code DB_POOL_SIZE}). The variable {@code ANB_CONFIG_FILE} names a file of properties with the dotted keys; the
 * environment wins over it. Each {@code XxxConfig.from(reader)} reads its keys, then {@link #finish()} fails once with
 * all that was wrong, unknown keys of the file and near misses of the environment included. A value that is wrong reads
 * as its default, so that reading can go on. Used by one thread at start; not thread-safe.
 */
public final class ConfigReader {

    private static final String FILE_VARIABLE = "ANB_CONFIG_FILE";
    private static final int NEAR_MISS = 1;

    private final Map<String, String> environment;
    private final Map<String, String> file;
    private final TreeSet<String> knownKeys = new TreeSet<>();
    private final List<String> mistakes = new ArrayList<>();

    private ConfigReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.file = readFile(environment.get(FILE_VARIABLE));
    }

    /**
     * Opens the configuration.
     *
     * @param environment the variables of the process, or what stands for them in a test or in local mode
     */
    public static ConfigReader of(Map<String, String> environment) {
        return new ConfigReader(environment);
    }

    /** The text of a key, or the default. An empty value counts as absent. */
    public String text(String key, String defaultValue) {
        return find(key).orElse(defaultValue);
    }

    /** The text of a key that has no default; absent is a mistake. */
    public String required(String key) {
        return find(key).orElseGet(() -> {
            reject(key, "is required (variable " + variable(key) + ")");
            return "";
        });
    }

    /** The text of a key that may be absent. */
    public Optional<String> optional(String key) {
        return find(key);
    }

    /** A secret that must be given. */
    public Secret secret(String key) {
        return new Secret(required(key));
    }

    /** A secret that may be absent. */
    public Optional<Secret> optionalSecret(String key) {
        return find(key).map(Secret::new);
    }

    /** A whole number within bounds, both inclusive. */
    public int integer(String key, int defaultValue, int min, int max) {
        return Math.toIntExact(number(key, defaultValue, min, max, Long::valueOf, "a whole number"));
    }

    /** A size in bytes: a number with an optional unit of kB, MB or GB (powers of 1024 for kB too). */
    public long bytes(String key, long defaultValue, long min, long max) {
        return number(key, defaultValue, min, max, ConfigReader::parseBytes, "a size such as 512kB or 100MB");
    }

    /** A duration: a number with a unit of ms, s, m, h or d, or ISO 8601 ({@code PT5S}). */
    public Duration duration(String key, Duration defaultValue, Duration min, Duration max) {
        Duration value = parse(key, defaultValue, ConfigReader::parseDuration, "a duration such as 250ms, 10s or 5m");
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            reject(key, "must be between " + text(min) + " and " + text(max) + ", was " + text(value));
            return defaultValue;
        }
        return value;
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key, boolean defaultValue) {
        return parse(key, defaultValue, ConfigReader::parseFlag, "true or false");
    }

    /** One of an enum's constants, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E defaultValue) {
        String allowed = EnumSet.allOf(type).stream().map(ConfigReader::text).collect(Collectors.joining(", "));
        Function<String, E> parser =
                value -> Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_'));
        return parse(key, defaultValue, parser, "one of " + allowed);
    }

    /** An absolute URI. */
    public URI uri(String key, URI defaultValue) {
        return parse(key, defaultValue, ConfigReader::parseUri, "an absolute URI");
    }

    /** A list of texts separated by commas; the default stands for an absent key. */
    public List<String> list(String key, List<String> defaultValue) {
        return find(key)
                .map(value -> Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList())
                .orElse(defaultValue);
    }

    /**
     * Notes a mistake that a section found by itself.
     *
     * @param key the dotted key at fault
     * @param why the rest of a sentence that begins with the key
     */
    public void reject(String key, String why) {
        mistakes.add(key + " " + why);
    }

    /** Every key that was asked for until now, sorted: what the documentation must list. */
    public List<String> knownKeys() {
        return List.copyOf(knownKeys);
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigException when anything was wrong
     */
    public void finish() {
        file.keySet().stream()
                .filter(key -> !knownKeys.contains(key))
                .sorted()
                .forEach(key -> reject(key, "is unknown" + nearest(key, NEAR_MISS * 4)));
        environment.keySet().stream()
                .sorted()
                .filter(this::isNearMiss)
                .forEach(name -> reject(name, "is unknown" + nearest(dotted(name), NEAR_MISS)));
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
    }

    private Optional<String> find(String key) {
        knownKeys.add(key);
        String value = environment.getOrDefault(variable(key), file.getOrDefault(key, ""));
        return Optional.of(value.strip()).filter(text -> !text.isEmpty());
    }

    private <T> T parse(String key, T defaultValue, Function<String, T> parser, String expected) {
        Optional<String> text = find(key);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            return parser.apply(text.get());
        } catch (IllegalArgumentException | ArithmeticException e) {
            reject(key, "must be " + expected + ", was \"" + text.get() + "\"");
            return defaultValue;
        }
    }

    private long number(
            String key, long defaultValue, long min, long max, Function<String, Long> parser, String expected) {
        long value = parse(key, defaultValue, parser, expected);
        if (value < min || value > max) {
            reject(key, "must be between " + min + " and " + max + ", was " + value);
            return defaultValue;
        }
        return value;
    }

    private boolean isNearMiss(String name) {
        return knownKeys.stream().noneMatch(key -> variable(key).equals(name))
                && name.indexOf('_') > 0
                && !nearest(dotted(name), NEAR_MISS).isEmpty();
    }

    private String nearest(String key, int within) {
        return knownKeys.stream()
                .min((a, b) -> Integer.compare(distance(normal(a), normal(key)), distance(normal(b), normal(key))))
                .filter(known -> distance(normal(known), normal(key)) <= within)
                .map(known -> "; did you mean " + known + "?")
                .orElse("");
    }

    private static String variable(String key) {
        return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String dotted(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static String normal(String key) {
        return key.replace('-', '.');
    }

    private static Map<String, String> readFile(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(name))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new ConfigException(List.of(FILE_VARIABLE + " names a file that can't be read: " + e));
        }
        Map<String, String> values = new HashMap<>();
        properties.forEach((key, value) -> values.put(key.toString(), value.toString()));
        return Collections.unmodifiableMap(values);
    }

    private static long parseBytes(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace("ib", "b");
        List<String> units = List.of("b", "kb", "mb", "gb");
        for (int power = units.size() - 1; power >= 0; power--) {
            if (lower.endsWith(units.get(power))) {
                String digits = lower.substring(
                                0, lower.length() - units.get(power).length())
                        .strip();
                return Math.multiplyExact(Long.parseLong(digits), 1L << (10 * power));
            }
        }
        return Long.parseLong(lower);
    }

    private static Duration parseDuration(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("pt") || lower.startsWith("p")) {
            return parseIsoDuration(text);
        }
        int unitAt = lower.length();
        while (unitAt > 0 && Character.isLetter(lower.charAt(unitAt - 1))) {
            unitAt--;
        }
        long count = Long.parseLong(lower.substring(0, unitAt).strip());
        return switch (lower.substring(unitAt)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Duration parseIsoDuration(String text) {
        try {
            return Duration.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean parseFlag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static URI parseUri(String text) {
        URI uri = URI.create(text);
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException(text);
        }
        return uri;
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** Levenshtein distance by the two-row method. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
