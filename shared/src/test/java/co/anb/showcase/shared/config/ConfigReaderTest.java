package co.anb.showcase.shared.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

    private enum Colour {
        DARK_BLUE,
        RED
    }

    @Test
    void absentKeysReadAsTheirDefaults() {
        ConfigReader reader = ConfigReader.of(Map.of());

        assertThat(reader.text("a.text", "x")).isEqualTo("x");
        assertThat(reader.integer("a.number", 3, 1, 5)).isEqualTo(3);
        assertThat(reader.duration("a.time", Duration.ofSeconds(2), Duration.ZERO, Duration.ofHours(1)))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(reader.flag("a.flag", true)).isTrue();
        assertThat(reader.choice("a.choice", Colour.class, Colour.RED)).isEqualTo(Colour.RED);
        assertThat(reader.list("a.list", List.of("p"))).containsExactly("p");
        assertThat(reader.optionalSecret("a.secret")).isEmpty();
        reader.finish();
    }

    @Test
    void theEnvironmentNamesAKeyInUpperCaseWithUnderscores() {
        ConfigReader reader = ConfigReader.of(Map.of("A_CHOICE_OF_COLOUR", "dark-blue", "A_URI", "http://h:1/p"));

        assertThat(reader.choice("a.choice-of-colour", Colour.class, Colour.RED))
                .isEqualTo(Colour.DARK_BLUE);
        assertThat(reader.uri("a.uri", URI.create("http://x"))).isEqualTo(URI.create("http://h:1/p"));
        reader.finish();
    }

    @ParameterizedTest
    @CsvSource({"250ms, 250", "10s, 10000", "5m, 300000", "2h, 7200000", "1d, 86400000", "PT1.5S, 1500"})
    void durationsTakeUnits(String text, long millis) {
        ConfigReader reader = ConfigReader.of(Map.of("A_TIME", text));

        assertThat(reader.duration("a.time", Duration.ZERO, Duration.ZERO, Duration.ofDays(2)))
                .isEqualTo(Duration.ofMillis(millis));
        reader.finish();
    }

    @ParameterizedTest
    @CsvSource({"17, 17", "17B, 17", "2kB, 2048", "2KiB, 2048", "3 MB, 3145728", "1gb, 1073741824"})
    void sizesTakeUnits(String text, long bytes) {
        ConfigReader reader = ConfigReader.of(Map.of("A_SIZE", text));

        assertThat(reader.bytes("a.size", 0, 0, Long.MAX_VALUE)).isEqualTo(bytes);
        reader.finish();
    }

    @Test
    void allMistakesAreReportedAtOnceEachWithItsKey() {
        ConfigReader reader = ConfigReader.of(Map.of(
                "A_NUMBER", "seven", "B_NUMBER", "9", "A_TIME", "10 parsecs", "A_FLAG", "yes", "A_URI", "relative"));
        assertThat(reader.integer("a.number", 1, 1, 5)).isEqualTo(1);
        assertThat(reader.integer("b.number", 1, 1, 5)).isEqualTo(1);
        assertThat(reader.duration("a.time", Duration.ZERO, Duration.ZERO, Duration.ofDays(1)))
                .isZero();
        assertThat(reader.flag("a.flag", false)).isFalse();
        assertThat(reader.uri("a.uri", URI.create("http://x"))).hasHost("x");
        assertThat(reader.required("a.required")).isEmpty();
        reader.reject("a.own", "is odd");

        assertThatThrownBy(reader::finish)
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.mistakes())
                                .containsExactly(
                                        "a.number must be a whole number, was \"seven\"",
                                        "b.number must be between 1 and 5, was 9",
                                        "a.time must be a duration such as 250ms, 10s or 5m, was \"10 parsecs\"",
                                        "a.flag must be true or false, was \"yes\"",
                                        "a.uri must be an absolute URI, was \"relative\"",
                                        "a.required is required (variable A_REQUIRED)",
                                        "a.own is odd"))
                .hasMessageContaining("7 mistakes");
    }

    @Test
    void aNearMissInTheEnvironmentIsNamed() {
        ConfigReader reader = ConfigReader.of(Map.of("DATABASE_URI", "x", "PATH", "/bin", "HOME_DIRECTORY", "/h"));
        assertThat(reader.text("database.url", "none")).isEqualTo("none");

        assertThatThrownBy(reader::finish)
                .hasMessageContaining("DATABASE_URI is unknown; did you mean database.url?")
                .hasMessageNotContaining("HOME");
    }

    @Test
    void aFileGivesDottedKeysTheEnvironmentWinsAndUnknownKeysFail(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("anb.properties"), "a.one=1\na.two=2\na.thre=3\n");
        ConfigReader reader = ConfigReader.of(Map.of("ANB_CONFIG_FILE", file.toString(), "A_TWO", "22"));

        assertThat(reader.integer("a.one", 0, 0, 100)).isEqualTo(1);
        assertThat(reader.integer("a.two", 0, 0, 100)).isEqualTo(22);
        assertThat(reader.integer("a.three", 7, 0, 100)).isEqualTo(7);
        assertThatThrownBy(reader::finish).hasMessageContaining("a.thre is unknown; did you mean a.three?");
    }

    @Test
    void aFileThatIsNotThereIsOneSentence() {
        Map<String, String> environment = Map.of("ANB_CONFIG_FILE", "/nowhere/anb.properties");

        assertThatThrownBy(() -> ConfigReader.of(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ANB_CONFIG_FILE names a file that can't be read");
    }

    @Test
    void secretsAreNeverPrinted() {
        Secret secret = ConfigReader.of(Map.of("A_SECRET", "hunter2")).secret("a.secret");

        assertThat(secret).hasToString("***");
        assertThat(secret.value()).isEqualTo("hunter2");
    }
}
