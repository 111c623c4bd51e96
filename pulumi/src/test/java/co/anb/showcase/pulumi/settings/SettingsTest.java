package co.anb.showcase.pulumi.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.pulumi.engine.Declared;
import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.StackConfig;
import com.google.gson.Gson;
import com.pulumi.exceptions.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class SettingsTest {

    @Test
    void defaultsAreThoseOfTheDocument() {
        Settings settings = read(Estates.minimal());

        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.zones()).containsExactly("us-east-1a", "us-east-1b");
        assertThat(settings.sizes())
                .isEqualTo(
                        new Sizes("t3.small", "t3.small", "t3.large", "t3.small", "t3.small", "db.t3.micro", 1, 3, 60));
        assertThat(settings.credentials()).isEqualTo(new Credentials.OwnRoles());
        assertThat(settings.https()).isEmpty();
        assertThat(settings.privateSubnets()).isFalse();
        assertThat(settings.multiAz()).isFalse();
        assertThat(settings.protectData()).isTrue();
    }

    /** What {@code Pulumi.yaml} promises the operator is what the program does without a value. */
    @Test
    void schemaNamesEveryKeyWithItsDefault() throws IOException {
        Map<String, Map<String, Object>> schema = schema();

        assertThat(schema.keySet())
                .contains("anb:adminCidrs", "anb:coreDbPassword", "anb:certificateArn", "anb:protectData");
        schema.forEach((key, type) -> assertThat(type).as(key).containsKey("description"));
        Settings byDefault = read(Estates.minimal());
        StackConfig explicit = Estates.minimal();
        for (Map.Entry<String, Map<String, Object>> key : schema.entrySet()) {
            Object value = key.getValue().get("default");
            if (value != null
                    && key.getKey().startsWith("anb:")
                    && !key.getKey().equals("anb:artifactsDir")) {
                explicit = explicit.with(key.getKey().substring(4), value.toString());
            }
        }
        assertThat(read(explicit).sizes()).isEqualTo(byDefault.sizes());
        assertThat(read(explicit).credentials()).isEqualTo(byDefault.credentials());
        assertThat(read(explicit).https()).isEmpty();
        assertThat(read(explicit).alarmEmail()).isEmpty();
        assertThat(read(explicit).protectData()).isEqualTo(byDefault.protectData());
        assertThat(read(explicit).scrapeCore()).isEqualTo(byDefault.scrapeCore());
    }

    /** A key that the program reads and the schema lacks would be nowhere to be found. */
    @Test
    void schemaAndProgramKnowTheSameKeys() throws IOException {
        Map<String, String> asked = new TreeMap<>();
        assertThat(new SettingsReader(Estates.production(), asked).read().stack())
                .isEqualTo("production");

        List<String> undeclared = List.of("adminPassword", "awsAccessKeyId", "awsSecretAccessKey", "awsSessionToken");
        assertThat(schema().keySet().stream()
                        .filter(key -> key.startsWith("anb:"))
                        .map(key -> key.substring(4)))
                .containsExactlyInAnyOrderElementsOf(asked.keySet().stream()
                        .filter(key -> !undeclared.contains(key))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pulumi.academy.yaml.example", "Pulumi.production.yaml.example"})
    void exampleIsAcceptedOnceItHasItsSecrets(String file) throws IOException {
        Map<String, Object> example = configOf(file);

        StackConfig config = Estates.minimal().withSecret("adminPassword", Estates.SECRET_MARK + "-admin");
        for (Map.Entry<String, Object> value : example.entrySet()) {
            config = config.with(value.getKey().replaceFirst("^anb:", ""), asTheCliHandsItOver(value.getValue()));
        }

        assertThat(example.keySet()).isSubsetOf(schema().keySet());
        assertThat(read(config).adminCidrs()).containsExactly("203.0.113.7/32");
    }

    private static String asTheCliHandsItOver(Object value) {
        return value instanceof List<?> list ? new Gson().toJson(list) : value.toString();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("adminCidrs", "[\"0.0.0.0/0\"]"),
                Arguments.of("adminCidrs", "[\"203.0.113.7/24\"]"),
                Arguments.of("adminCidrs", "[\"10.0.0.300/32\"]"),
                Arguments.of("adminCidrs", "[]"),
                Arguments.of("adminCidrs", "not json"),
                Arguments.of("adminCidrs", "[\"1.1.1.1/32\",\"1.1.1.2/32\",\"1.1.1.3/32\",\"1.1.1.4/32\"]"),
                Arguments.of("coreDbPassword", "short"),
                Arguments.of("coreDbPassword", "has a space in it, and more"),
                Arguments.of("keyEncryptionKey", "c2hvcnQ="),
                Arguments.of("keyEncryptionKey", "not base64!"),
                Arguments.of("coreMaxSize", "0"),
                Arguments.of("coreMaxSize", "4"),
                Arguments.of("coreMinSize", "9"),
                Arguments.of("coreCpuTarget", "95"),
                Arguments.of("credentialsMode", "root"),
                Arguments.of("coreInstanceType", "large"),
                Arguments.of("dbInstanceClass", "t3.micro"),
                Arguments.of("privateSubnets", "yes"),
                Arguments.of("alarmEmail", "nobody"),
                Arguments.of("ubuntuAmi", "ubuntu"),
                Arguments.of("certificateArn", "certificate"),
                Arguments.of("domainName", "showcase.example.com"),
                Arguments.of("adminEmail", "admin@example.com"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeIsNamedWithItsKey(String key, String value) {
        String named = switch (key) {
            case "adminEmail" -> "adminPassword";
            case "coreMinSize" -> "coreMaxSize";
            case "domainName" -> "domainName";
            default -> key;
        };

        assertThatThrownBy(() -> read(Estates.minimal().with(key, value)))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("anb:" + named + " ");
    }

    @Test
    void refusedSecretIsNotRepeated() {
        assertThatThrownBy(() -> read(Estates.minimal().with("coreDbPassword", "tiny-secret")))
                .hasMessageContaining("anb:coreDbPassword has 16 to 64")
                .hasMessageNotContaining("tiny-secret");
    }

    @ParameterizedTest
    @CsvSource({"awsAccessKeyId", "awsSecretAccessKey", "awsSessionToken"})
    void sessionKeysAreGivenAllOrNone(String key) {
        assertThatThrownBy(() -> read(Estates.academy().without(key))).hasMessageContaining("is set together");
    }

    @Test
    void certificateIsOfTheRegionOfTheStack() {
        StackConfig config = Estates.production().in("eu-west-1");

        assertThatThrownBy(() -> read(config)).hasMessageContaining("anb:certificateArn is of a region that is not");
    }

    /** What the repository says of a region is replaced, and the rest of it goes as it is. */
    @Test
    void configurationIsWrittenForTheRegionOfTheStack() throws IOException {
        ReleaseFile prometheus = ReleaseFile.of(Path.of("../grafana/prometheus/prometheus-ec2.yml"));
        ReleaseFile alertmanager = ReleaseFile.of(Path.of("../grafana/alertmanager/alertmanager.yml"));
        ReleaseFile rules = ReleaseFile.of(Path.of("../grafana/prometheus/rules/slo.yml"));

        assertThat(prometheus.writtenFor("eu-west-1"))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("region: eu-west-1").doesNotContain(ReleaseFile.WRITTEN_FOR));
        assertThat(alertmanager.writtenFor("eu-west-1"))
                .hasValueSatisfying(text -> assertThat(text).contains("region: eu-west-1", "arn:aws:sns:eu-west-1"));
        assertThat(rules.writtenFor("eu-west-1")).isEmpty();
        assertThat(prometheus.writtenFor(ReleaseFile.WRITTEN_FOR)).isEmpty();
    }

    @Test
    void sessionKeysBelongToALab() {
        assertThatThrownBy(() -> read(Estates.academy().with("credentialsMode", "instanceProfile")))
                .hasMessageContaining("anb:awsAccessKeyId belongs to credentialsMode academy");
    }

    private static Settings read(StackConfig config) {
        return new SettingsReader(config, new TreeMap<>()).read();
    }

    private static Map<String, Map<String, Object>> schema() throws IOException {
        Map<String, Map<String, Object>> schema = new TreeMap<>();
        configOf("Pulumi.yaml").forEach((key, type) -> schema.put(key, Declared.asMap(type)));
        return schema;
    }

    private static Map<String, Object> configOf(String file) throws IOException {
        Map<String, Object> yaml = new Yaml().load(Files.readString(Path.of("..", file)));
        return Declared.asMap(yaml.get("config"));
    }

    /** Reads as the program does and notes which keys it asks for. */
    private record SettingsReader(StackConfig config, Map<String, String> asked) {

        Settings read() {
            return Settings.read(
                    config.stack(),
                    new ConfigReader("anb", this::value),
                    new ConfigReader(
                            "aws", key -> Optional.ofNullable(config.values().get("aws:" + key))));
        }

        private Optional<String> value(String key) {
            asked.put(key, key);
            return Optional.ofNullable(config.values().get("anb:" + key));
        }
    }
}
