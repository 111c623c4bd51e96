package co.anb.showcase.shared.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The catalogue in the code and docs/problems.md are the same, and every problem has its sentences in both languages.
 */
class ProblemCatalogueTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "problems.md");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (\\S+)\\n\\n`([A-Z_]+)` · (\\d{3}) · (.+)$");

    @Test
    void documentListsEveryTypeInOrder() throws IOException {
        Matcher sections = SECTION.matcher(Files.readString(DOCUMENT));

        List<String> documented = sections.results()
                .map(found -> line(found.group(1), found.group(2), found.group(3), found.group(4)))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> line(
                                type.slug(),
                                type.name(),
                                Integer.toString(type.status()),
                                Messages.text(Messages.SPANISH, type + ".title")))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void typeIsTheAddressOfItsSection(ProblemType type) {
        assertThat(type.type()).hasToString("https://anb.example/problems/" + type.slug());
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void sentencesDifferByLanguage(ProblemType type) {
        assertThat(Messages.text(Messages.SPANISH, type + ".detail"))
                .endsWith(".")
                .isNotEqualTo(Messages.text(Locale.ENGLISH, type + ".detail"));
    }

    private static String line(String... parts) {
        return String.join(" · ", parts);
    }
}
