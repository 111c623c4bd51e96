package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.config.ConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineConfigTest {

    @Test
    void hasDefaultsForEverything() {
        PipelineConfig config = read(Map.of("FFMPEG_THREADS", "3"));

        assertThat(config.profile()).isEqualTo(new EncodeProfile("veryfast", 23, 5000, 3));
        assertThat(config.longestPart()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.concurrency()).isEqualTo(1);
        assertThat(config.cacheFolder().toString()).startsWith(System.getProperty("user.home"));
    }

    @Test
    void takesEveryKey() {
        PipelineConfig config = read(Map.of(
                "PIPELINE_PRESET", "medium",
                "PIPELINE_CRF", "20",
                "PIPELINE_MAX_KILOBITS", "8000",
                "PIPELINE_LONGEST_PART", "20s",
                "PIPELINE_CACHE_DIR", "/var/cache/anb",
                "PIPELINE_CONCURRENCY", "4",
                "FFMPEG_THREADS", "2"));

        assertThat(config.profile()).isEqualTo(new EncodeProfile("medium", 20, 8000, 2));
        assertThat(config.longestPart()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.cacheFolder()).isEqualTo(Path.of("/var/cache/anb"));
        assertThat(config.concurrency()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "PIPELINE_PRESET, placebo, pipeline.preset",
        "PIPELINE_CRF, 52, pipeline.crf",
        "PIPELINE_MAX_KILOBITS, 1, pipeline.max-kilobits",
        "PIPELINE_LONGEST_PART, 0s, pipeline.longest-part",
        "PIPELINE_CONCURRENCY, 17, pipeline.concurrency"
    })
    void namesTheKeyOfABadValue(String variable, String value, String key) {
        assertThatThrownBy(() -> read(Map.of(variable, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    private static PipelineConfig read(Map<String, String> environment) {
        ConfigReader reader = ConfigReader.of(environment);
        PipelineConfig config = PipelineConfig.from(reader);
        reader.finish();
        return config;
    }
}
