package co.anb.showcase.pulumi.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hosts are told of the services is what two pages say of them, and tests hold both pages to the code. */
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

    /** The agent drops histograms, and stores what is kept and not declared as lines of a log. */
    @Test
    void figuresOfCoreAreCountersAndGaugesThatTheServiceHas() throws IOException {
        String declarations = Resource.text("core-metrics.json", Map.of("LOG_GROUP", "/anb/test/core"));
        Set<String> declared = found("\"\\^(\\w+_\\w+)\\$\"", declarations);
        Set<String> numbers = found("(?m)^\\| `(\\w+)` \\| (?:counter|gauge) \\|", read("../docs/metrics.md"));
        Pattern kept =
                Pattern.compile(found("(?m)^ +regex: (.+)$", Resource.lean("core-metrics.yml", Map.of("PORT", "8000")))
                        .iterator()
                        .next());

        assertThat(numbers.stream().filter(kept.asMatchPredicate())).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(declared).contains("showcase_vote_cast_total", "showcase_revocations_age_seconds");
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static String read(String page) throws IOException {
        return Files.readString(Path.of(page));
    }

    private static Set<String> documented() throws IOException {
        String page = read("../docs/configuration.md");
        return page.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" | ")))
                .flatMap(cell -> KEY.matcher(cell).results().map(found -> found.group(1)))
                .map(key -> key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))
                .collect(Collectors.toSet());
    }
}
