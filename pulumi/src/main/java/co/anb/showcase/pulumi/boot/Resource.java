package co.anb.showcase.pulumi.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of this package's resource folder, with {@code @NAME@} in the places of values. */
final class Resource {

    private static final Pattern PLACE = Pattern.compile("@([A-Z_]+)@");

    /** A line that is one; the first line of a script is none. */
    private static final Pattern COMMENT = Pattern.compile("^[ \\t]*#(?!!).*\\R", Pattern.MULTILINE);

    private Resource() {}

    /** Without its comments, which stay in the repository: user-data is short. */
    static String lean(String name) {
        return lean(name, Map.of());
    }

    /** The same with values in their places. */
    static String lean(String name, Map<String, String> values) {
        return COMMENT.matcher(text(name, values)).replaceAll("");
    }

    private static String text(String name) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every place must have its value. */
    static String text(String name, Map<String, String> values) {
        return PLACE.matcher(text(name)).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalStateException(name + " has no value for " + place.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
