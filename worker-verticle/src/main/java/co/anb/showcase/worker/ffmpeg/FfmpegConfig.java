package co.anb.showcase.worker.ffmpeg;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.worker.sandbox.ProcessLimits;
import co.anb.showcase.worker.sandbox.SandboxMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where FFmpeg is and what it may use.
 *
 * @param path the {@code ffmpeg} to use, with {@code ffprobe} beside it; empty: look on the PATH, then take the bundled
 * @param bundleFolder where the bundled one is extracted to; must not be writable by anyone else
 * @param limits of an encode
 * @param probeTime wall time of ffprobe
 * @param sandbox how much of one is wanted
 * @param threads of decoder, filters and encoder each
 */
public record FfmpegConfig(
        Optional<Path> path,
        Path bundleFolder,
        ProcessLimits limits,
        Duration probeTime,
        SandboxMode sandbox,
        int threads) {

    private static final int MOST_THREADS = 16;

    /** What runs when nothing is configured. */
    public static FfmpegConfig defaults() {
        return from(ConfigReader.of(java.util.Map.of()));
    }

    /**
     * Reads the section {@code ffmpeg}.
     *
     * @param reader collects the mistakes
     * @return the section, with defaults in place of what is wrong
     */
    public static FfmpegConfig from(ConfigReader reader) {
        ProcessLimits limits = new ProcessLimits(
                reader.duration("ffmpeg.timeout", Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofHours(2)),
                reader.duration("ffmpeg.cpu-limit", Duration.ofMinutes(8), Duration.ofSeconds(1), Duration.ofHours(2)),
                reader.bytes("ffmpeg.memory-limit", 3L << 30, 256L << 20, 64L << 30),
                reader.bytes("ffmpeg.file-limit", 300L << 20, 1L << 20, 10L << 30),
                reader.integer("ffmpeg.nice", 10, 0, 19));
        int processors = Math.min(4, Runtime.getRuntime().availableProcessors());
        return new FfmpegConfig(
                reader.optional("ffmpeg.path").map(Path::of),
                reader.optional("ffmpeg.bundle-dir").map(Path::of).orElseGet(FfmpegConfig::cacheFolder),
                limits,
                reader.duration(
                        "ffmpeg.probe-timeout", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMinutes(5)),
                reader.choice("ffmpeg.sandbox", SandboxMode.class, SandboxMode.AUTO),
                reader.integer("ffmpeg.threads", processors, 1, MOST_THREADS));
    }

    /** A folder of the own user: executables in a shared temporary folder could be somebody else's. */
    private static Path cacheFolder() {
        return Path.of(System.getProperty("user.home", "."), ".cache", "anb-showcase", "ffmpeg");
    }
}
