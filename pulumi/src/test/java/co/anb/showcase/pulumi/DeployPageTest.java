package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/deploy.md that says where each statement of the document is: what it names is there. */
class DeployPageTest {

    private static final Path MAIN = Path.of("src/main/java/co/anb/showcase/pulumi");
    private static final Path TESTS = Path.of("src/test/java/co/anb/showcase/pulumi");
    private static final Path BOOTS = Path.of("../firstboot/src/test/java/co/anb/showcase/firstboot");
    private static final Path GOLDEN = Path.of("src/test/resources/golden/academy");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static Stream<String> rows() throws IOException {
        String page = Files.readString(Path.of("../docs/deploy.md"));
        return page.substring(page.indexOf("\n| The document | Here | Class | Test |"))
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(1);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void classesAndTestsOfTheRowExist(String row) throws IOException {
        List<String> cells = List.of(row.split("(?<!\\\\)\\|", -1));
        assertThat(cells).hasSize(6);

        for (String name : namesIn(cells.get(3))) {
            Path path = MAIN.resolve(name.replace('.', '/'));
            assertThat(Files.isDirectory(path) || Files.exists(Path.of(path + ".java")))
                    .as(name)
                    .isTrue();
        }
        String lastClass = "";
        for (String name : namesIn(cells.get(4))) {
            if (name.endsWith(".json")) {
                assertThat(GOLDEN.resolve(name)).exists();
            } else if (Character.isLowerCase(name.charAt(0)) && !name.contains(".")) {
                assertThat(source(lastClass)).contains("void " + name + "(");
            } else {
                List<String> parts = List.of(name.split("\\.", -1));
                String last = parts.get(parts.size() - 1);
                boolean method = Character.isLowerCase(last.charAt(0));
                lastClass = method ? name.substring(0, name.lastIndexOf('.')) : name;
                assertThat(source(lastClass)).contains(method ? "void " + last + "(" : "class " + last);
            }
        }
    }

    /** Files of grafana/ are objects in a bucket, and the tests' checkout has but two of them. */
    @Test
    void figuresOfThePageAreThoseOfTheEstate() throws IOException {
        String page = Files.readString(Path.of("../docs/deploy.md"));
        Graph graph = Estates.graphOf(Estates.minimal());
        long resources = graph.all().stream()
                .filter(resource ->
                        resource.type().startsWith("aws:") && !resource.name().startsWith("anb-grafana/"))
                .count();
        try (Stream<Path> files = Files.walk(Path.of("../grafana"))) {
            resources += files.filter(Files::isRegularFile).count();
        }

        Matcher about = Pattern.compile("about (\\d+) resources").matcher(page);
        assertThat(about.find()).isTrue();
        assertThat(Long.parseLong(about.group(1))).isCloseTo(resources, Percentage.withPercentage(10));
        assertThat(Pattern.compile("(\\d+) alarms").matcher(page).results().map(found -> found.group(1)))
                .isNotEmpty()
                .containsOnly(String.valueOf(graph.of("MetricAlarm").size()));
    }

    private static List<String> namesIn(String cell) {
        List<String> names = CODE.matcher(cell)
                .results()
                .map(MatchResult::group)
                .map(code -> code.substring(1, code.length() - 1))
                .toList();
        assertThat(names).isNotEmpty();
        return names;
    }

    private static String source(String className) throws IOException {
        Path here = Path.of(TESTS.resolve(className.replace('.', '/')) + ".java");
        return Files.readString(Files.exists(here) ? here : BOOTS.resolve(className + ".java"));
    }
}
