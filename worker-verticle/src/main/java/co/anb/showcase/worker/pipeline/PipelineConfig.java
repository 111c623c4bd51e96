package co.anb.showcase.worker.pipeline;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.worker.ffmpeg.FfmpegConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything that the pipeline is told at its start.
 *
 * @param ffmpeg where it is and what it may use
 * @param rules of the contest
 * @param profile of the encode
 * @param longestPart of the player's video that is published, whole seconds
 * @param cacheFolder for encoded bumpers; can be deleted at any time
 * @param concurrency runs at once, one pool thread each
 */
public record PipelineConfig(
        FfmpegConfig ffmpeg,
        ContestRules rules,
        EncodeProfile profile,
        Duration longestPart,
        Path cacheFolder,
        int concurrency) {

    /**
     * Reads the sections {@code pipeline}, {@code ffmpeg} and {@code contest}.
     *
     * @param reader collects the mistakes
     * @return the configuration, with defaults in place of what is wrong
     */
    public static PipelineConfig from(ConfigReader reader) {
        FfmpegConfig ffmpeg = FfmpegConfig.from(reader);
        return new PipelineConfig(
                ffmpeg,
                ContestRules.from(reader),
                EncodeProfile.from(reader, ffmpeg.threads()),
                reader.duration(
                        "pipeline.longest-part", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(5)),
                reader.optional("pipeline.cache-dir").map(Path::of).orElseGet(PipelineConfig::cache),
                reader.integer("pipeline.concurrency", 1, 1, 16));
    }

    private static Path cache() {
        return Path.of(System.getProperty("user.home", "."), ".cache", "anb-showcase", "bumpers");
    }
}
