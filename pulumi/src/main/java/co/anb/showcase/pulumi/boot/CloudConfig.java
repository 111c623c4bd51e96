package co.anb.showcase.pulumi.boot;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** User-data that writes files and then runs programs, one after the other whatever each comes to. */
final class CloudConfig {

    /** EC2's limit of user-data, before it is coded in base64. */
    static final int LIMIT_BYTES = 16_384;

    private static final String INDENT = "      ";

    private final List<String> files = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();

    /**
     * A file of root's.
     *
     * @param mode octal, such as {@code 0600}
     * @param content lines; none of them may be indented more than the next but by the file's own structure
     */
    @CanIgnoreReturnValue
    CloudConfig file(String path, String mode, String content) {
        String lines =
                content.lines().map(line -> line.isEmpty() ? "" : INDENT + line).collect(Collectors.joining("\n"));
        files.add("  - path: %s\n    permissions: '%s'\n    content: |\n%s\n".formatted(path, mode, lines));
        return this;
    }

    @CanIgnoreReturnValue
    CloudConfig run(String program) {
        commands.add("  - [%s]\n".formatted(program));
        return this;
    }

    String text() {
        String text =
                "#cloud-config\nwrite_files:\n" + String.join("", files) + "runcmd:\n" + String.join("", commands);
        if (text.length() > LIMIT_BYTES) {
            throw new IllegalStateException(
                    "the user-data has %d bytes, EC2 takes %d".formatted(text.length(), LIMIT_BYTES));
        }
        return text;
    }
}
