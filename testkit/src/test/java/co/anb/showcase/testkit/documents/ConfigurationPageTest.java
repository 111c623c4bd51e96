package co.anb.showcase.testkit.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The keys that the sources of all modules read and those of docs/configuration.md are the same. */
class ConfigurationPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern READ =
            Pattern.compile("reader\\s*\\.\\w+\\(\\s*(?:\"([a-z0-9-]+(?:\\.[a-z0-9-]+)+)\"|([A-Z][A-Z_]*)\\b)");
    private static final Pattern DOCUMENTED = Pattern.compile("`([a-z0-9-]+(?:\\.[a-z0-9-]+)+)`");

    @Test
    void pageListsEveryKeyAndNoOther() throws IOException {
        Set<String> read = new TreeSet<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            READ.matcher(text)
                    .results()
                    .map(found -> found.group(1) == null ? constant(text, found.group(2)) : found.group(1))
                    .forEach(read::add);
        }

        assertThat(documented()).isNotEmpty().containsExactlyElementsOf(read);
    }

    /** A key that the file names by a constant of its own. */
    private static String constant(String text, String name) {
        Matcher matcher = Pattern.compile(" " + name + " = \"([^\"]+)\"").matcher(text);
        assertThat(matcher.find()).as("constant %s", name).isTrue();
        return matcher.group(1);
    }

    private static Set<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            Set<Path> found = new TreeSet<>();
            for (Path module : modules.map(path -> path.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                }
            }
            return found;
        }
    }

    /** Keys stand in the first column, between backticks. */
    private static Set<String> documented() throws IOException {
        try (Stream<String> lines = Files.lines(ROOT.resolve("docs/configuration.md"))) {
            return lines.filter(line -> line.startsWith("| `"))
                    .map(line -> line.substring(0, line.indexOf(" | ")))
                    .flatMap(cell -> DOCUMENTED.matcher(cell).results().map(found -> found.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
