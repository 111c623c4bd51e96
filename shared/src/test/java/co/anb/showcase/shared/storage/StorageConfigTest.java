package co.anb.showcase.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.config.Secret;
import co.anb.showcase.shared.storage.s3.S3Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageConfigTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void defaultsNeedOnlyTheKey() {
        StorageConfig config = read(Map.of("STORAGE_SIGNING_KEY", KEY));

        assertThat(config)
                .isEqualTo(new StorageConfig(
                        StorageConfig.Backend.LOCAL,
                        Path.of("storage"),
                        new Secret(KEY),
                        Duration.ofHours(1),
                        URI.create("http://localhost:8080"),
                        S3Config.from(ConfigReader.of(Map.of()), false)));
        assertThat(config.toString()).doesNotContain(KEY);
    }

    @Test
    void everyKeyIsRead() {
        StorageConfig config = read(Map.of(
                "STORAGE_BACKEND", "s3",
                "S3_BUCKET", "videos",
                "STORAGE_ROOT", "/srv/anb",
                "STORAGE_SIGNING_KEY", KEY + "x",
                "STORAGE_URL_TTL", "10m",
                "PUBLIC_URL", "https://anb.example/"));

        assertThat(config)
                .isEqualTo(new StorageConfig(
                        StorageConfig.Backend.S3,
                        Path.of("/srv/anb"),
                        new Secret(KEY + "x"),
                        Duration.ofMinutes(10),
                        URI.create("https://anb.example"),
                        S3Config.from(ConfigReader.of(Map.of("S3_BUCKET", "videos")), true)));
    }

    @Test
    void bucketNeedsNoSigningKey() {
        assertThat(read(Map.of("STORAGE_BACKEND", "s3", "S3_BUCKET", "videos")).backend())
                .isEqualTo(StorageConfig.Backend.S3);
    }

    @ParameterizedTest
    @CsvSource({
        "STORAGE_BACKEND, ftp, storage.backend",
        "STORAGE_SIGNING_KEY, short, storage.signing-key",
        "STORAGE_URL_TTL, 8d, storage.url-ttl",
        "STORAGE_URL_TTL, 5, storage.url-ttl",
        "PUBLIC_URL, anb.example, public.url"
    })
    void badValueIsNamedByItsKey(String variable, String value, String key) {
        Map<String, String> environment = new HashMap<>(Map.of("STORAGE_SIGNING_KEY", KEY));
        environment.put(variable, value);

        assertThatThrownBy(() -> read(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageNotContaining(KEY);
    }

    private static StorageConfig read(Map<String, String> environment) {
        ConfigReader reader = ConfigReader.of(environment);
        StorageConfig config = StorageConfig.from(reader);
        reader.finish();
        return config;
    }
}
