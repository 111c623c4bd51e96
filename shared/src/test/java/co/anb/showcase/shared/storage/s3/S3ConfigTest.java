package co.anb.showcase.shared.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be said of a bucket, and what may not. */
class S3ConfigTest {

    @Test
    void bucketAloneIsEnough() {
        ConfigReader reader = ConfigReader.of(Map.of("S3_BUCKET", "anb-videos"));

        S3Config config = S3Config.from(reader, true);

        reader.finish();
        assertThat(config.bucket()).isEqualTo("anb-videos");
        assertThat(config.endpoint()).isEmpty();
        assertThat(config.pathStyle()).isFalse();
        assertThat(config.retry()).isEqualTo(S3Config.Retry.STANDARD);
        assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(51));
        assertThat(config.credentials().accessKeyId()).isEmpty();
    }

    @Test
    void anotherBackendNeedsNoBucket() {
        ConfigReader reader = ConfigReader.of(Map.of());

        assertThat(S3Config.from(reader, false).bucket()).isEmpty();

        reader.finish();
    }

    @Test
    void endpointOfItsOwnMeansPathStyleUnlessSaidOtherwise() {
        Map<String, String> own = Map.of("S3_BUCKET", "bkt", "S3_ENDPOINT", "http://127.0.0.1:9000");
        Map<String, String> hosted =
                Map.of("S3_BUCKET", "bkt", "S3_ENDPOINT", "https://s3.example", "S3_PATH_STYLE", "false");

        assertThat(S3Config.from(ConfigReader.of(own), true).pathStyle()).isTrue();
        assertThat(S3Config.from(ConfigReader.of(hosted), true).pathStyle()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "S3_BUCKET, '', s3.bucket",
        "S3_BUCKET, Upper, s3.bucket",
        "S3_REGION, mars, s3.region",
        "S3_ENDPOINT, nowhere, s3.endpoint",
        "S3_RETRY_MODE, legacy, s3.retry-mode",
        "S3_UPLOAD_MEMORY, 4MB, s3.upload-memory",
        "S3_ACCESS_KEY_ID, AKIA, s3.secret-access-key",
        "S3_SECRET_ACCESS_KEY, hush, s3.access-key-id",
        "S3_SESSION_TOKEN, hush, s3.session-token"
    })
    void mistakeIsNamedByItsKey(String variable, String value, String key) {
        Map<String, String> variables = new java.util.HashMap<>(Map.of("S3_BUCKET", "bkt"));
        variables.put(variable, value);
        ConfigReader reader = ConfigReader.of(variables);

        Optional<S3Config> config = Optional.of(S3Config.from(reader, true));

        assertThat(config).isPresent();
        assertThat(catchThrowable(reader::finish)).hasMessageContaining(key).hasMessageNotContaining("hush");
    }

    @Test
    void secretsAreNotPrinted() {
        ConfigReader reader = ConfigReader.of(Map.of(
                "S3_BUCKET", "bkt",
                "S3_ACCESS_KEY_ID", "AKIAHIDDEN",
                "S3_SECRET_ACCESS_KEY", "hush-1",
                "S3_SESSION_TOKEN", "hush-2"));

        assertThat(S3Config.from(reader, true).toString()).doesNotContain("AKIAHIDDEN", "hush");
    }
}
