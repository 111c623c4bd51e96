package co.anb.showcase.testkit.contract;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of the contract such as {@code /api/videos/{id}}. A parameter stands for one segment, or, when it is named in
 * {@code multiSegment}, for the rest of the path.
 *
 * @param text the path as it stands in the contract
 * @param multiSegment names of parameters that contain slashes ({@code x-multi-segment})
 */
record PathTemplate(String text, Set<String> multiSegment) {

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    PathTemplate {
        multiSegment = Set.copyOf(multiSegment);
    }

    /** Whether a path without query is one of this template's; a trailing slash is tolerated everywhere. */
    boolean matches(String path) {
        StringBuilder regex = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(text);
        int end = 0;
        while (parameter.find()) {
            regex.append(Pattern.quote(text.substring(end, parameter.start())));
            regex.append(multiSegment.contains(parameter.group(1)) ? ".+" : "[^/]+");
            end = parameter.end();
        }
        regex.append(Pattern.quote(text.substring(end)));
        return withoutTrailingSlash(path).matches(regex.toString());
    }

    /** Parameters in it: the fewer, the more concrete, and the concrete template wins (OpenAPI 3.1 §4.8.8.2). */
    int parameterCount() {
        return (int) PARAMETER.matcher(text).results().count();
    }

    /** The template with the names of its parameters blanked, for comparison with a router's pattern. */
    String shape() {
        return PARAMETER.matcher(text).replaceAll(found -> multiSegment.contains(found.group(1)) ? "*" : "{}");
    }

    static String withoutTrailingSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
