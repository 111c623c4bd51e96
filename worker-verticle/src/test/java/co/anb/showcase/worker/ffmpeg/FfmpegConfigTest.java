package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.worker.sandbox.ProcessLimits;
import co.anb.showcase.worker.sandbox.SandboxMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FfmpegConfigTest {

    @Test
    void hasDefaultsForEverything() {
        FfmpegConfig config = read(Map.of());

        assertThat(config.path()).isEmpty();
        assertThat(config.bundleFolder().toString()).startsWith(System.getProperty("user.home"));
        assertThat(config.limits())
                .isEqualTo(new ProcessLimits(Duration.ofMinutes(10), Duration.ofMinutes(8), 3L << 30, 300L << 20, 10));
        assertThat(config.probeTime()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.sandbox()).isEqualTo(SandboxMode.AUTO);
        assertThat(config.threads()).isBetween(1, 4);
    }

    @Test
    void takesEveryKey() {
        FfmpegConfig config = read(Map.of(
                "FFMPEG_PATH", "/opt/ffmpeg/bin/ffmpeg",
                "FFMPEG_BUNDLE_DIR", "/var/lib/anb/ffmpeg",
                "FFMPEG_TIMEOUT", "90s",
                "FFMPEG_CPU_LIMIT", "60s",
                "FFMPEG_MEMORY_LIMIT", "2GB",
                "FFMPEG_FILE_LIMIT", "100MB",
                "FFMPEG_NICE", "0",
                "FFMPEG_PROBE_TIMEOUT", "5s",
                "FFMPEG_SANDBOX", "require",
                "FFMPEG_THREADS", "2"));

        assertThat(config.path()).contains(Path.of("/opt/ffmpeg/bin/ffmpeg"));
        assertThat(config.bundleFolder()).isEqualTo(Path.of("/var/lib/anb/ffmpeg"));
        assertThat(config.limits())
                .isEqualTo(new ProcessLimits(Duration.ofSeconds(90), Duration.ofMinutes(1), 2L << 30, 100L << 20, 0));
        assertThat(config.probeTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.sandbox()).isEqualTo(SandboxMode.REQUIRE);
        assertThat(config.threads()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "FFMPEG_TIMEOUT, 0s, ffmpeg.timeout",
        "FFMPEG_CPU_LIMIT, never, ffmpeg.cpu-limit",
        "FFMPEG_MEMORY_LIMIT, 1MB, ffmpeg.memory-limit",
        "FFMPEG_FILE_LIMIT, 1, ffmpeg.file-limit",
        "FFMPEG_NICE, 20, ffmpeg.nice",
        "FFMPEG_PROBE_TIMEOUT, 10m, ffmpeg.probe-timeout",
        "FFMPEG_SANDBOX, maybe, ffmpeg.sandbox",
        "FFMPEG_THREADS, 0, ffmpeg.threads"
    })
    void namesTheKeyOfABadValue(String variable, String value, String key) {
        assertThatThrownBy(() -> read(Map.of(variable, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    private static FfmpegConfig read(Map<String, String> environment) {
        ConfigReader reader = ConfigReader.of(environment);
        FfmpegConfig config = FfmpegConfig.from(reader);
        reader.finish();
        return config;
    }
}
