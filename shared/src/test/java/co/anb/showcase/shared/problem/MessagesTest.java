package co.anb.showcase.shared.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyTypeHasTitleAndDetailInBothLanguages(ProblemType type) {
        String spanish = ProblemException.of(type).detail(Messages.SPANISH);
        String english = ProblemException.of(type).detail(Locale.ENGLISH);

        assertThat(spanish).isNotBlank().isNotEqualTo(english);
        assertThat(Messages.text(Messages.SPANISH, type + ".title"))
                .isNotBlank()
                .isNotEqualTo(Messages.text(Locale.ENGLISH, type + ".title"));
    }

    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        assertThat(keys("/problems_en.properties").stringPropertyNames())
                .isEqualTo(keys("/problems.properties").stringPropertyNames());
    }

    @Test
    void aKeyThatNoBundleHasIsABug() {
        assertThatThrownBy(() -> Messages.text(Messages.SPANISH, "no.such.key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no.such.key");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, es",
                "en, en",
                "'en-US,en;q=0.9', en",
                "'es-CO,es;q=0.9,en;q=0.8', es",
                "'fr,en;q=0.3', en",
                "'en;q=0.2,es;q=0.9', es",
                "de, es",
                "'*', es",
                "';;q=broken', es"
            })
    void theLanguageIsSpanishUnlessEnglishIsPreferred(String header, String language) {
        assertThat(Messages.preferred(header).getLanguage()).isEqualTo(language);
    }

    @Test
    void retryAfterIsRoundedUpToWholeSeconds() {
        ProblemException problem = ProblemException.of(ProblemType.RATE_LIMITED);

        assertThat(problem.retryAfter(Duration.ofMillis(1_001)).headers()).containsEntry("Retry-After", "2");
        assertThat(problem.retryAfter(Duration.ZERO).headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void anExpectedFailureCostsNoStackTrace() {
        ProblemException problem = ProblemException.invalid("#/city", "field.length", 1, 80)
                .withError("#/email", "field.email")
                .withHeader("X-A", "b");

        assertThat(problem.getStackTrace()).isEmpty();
        assertThat(problem.errors())
                .extracting(error -> error.text(Messages.SPANISH))
                .containsExactly("Debe tener entre 1 y 80 caracteres.", "No es una dirección de email válida.");
    }

    private static Properties keys(String resource) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(MessagesTest.class.getResourceAsStream(resource)), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
