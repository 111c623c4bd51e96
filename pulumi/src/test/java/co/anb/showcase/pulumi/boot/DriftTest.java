package co.anb.showcase.pulumi.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the scripts write is what docs/configuration.md says that a service reads; a test holds that page to the code.
 */
class DriftTest {

    private static final Pattern WRITTEN = Pattern.compile("\\bvariable ([A-Z][A-Z0-9_]+) ");
    private static final Pattern KEY = Pattern.compile("`([a-z0-9-]+(?:\\.[a-z0-9-]+)+)`");

    @ParameterizedTest
    @ValueSource(strings = {"core.sh", "auth.sh", "worker.sh", "services.sh"})
    void writesOnlyVariablesThatServicesRead(String script) throws IOException {
        assertThat(WRITTEN.matcher(Resource.lean(script)).results().map(found -> found.group(1)))
                .isNotEmpty()
                .isSubsetOf(documented());
    }

    private static Set<String> documented() throws IOException {
        String page = Files.readString(Path.of("../docs/configuration.md"));
        return page.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" | ")))
                .flatMap(cell -> KEY.matcher(cell).results().map(found -> found.group(1)))
                .map(key -> key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))
                .collect(Collectors.toSet());
    }
}
