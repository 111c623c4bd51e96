package co.anb.showcase.worker.pipeline;

import co.anb.showcase.shared.config.ConfigReader;
import java.util.List;
import java.util.Set;
import net.bramp.ffmpeg.builder.FFmpegOutputBuilder;

/**
 * How every part is encoded: the player's, the bumpers, and the single-pass fallback. Parts can be joined without a
 * second encode only because nothing here depends on the source: one size, one rate, one colour signalling, one GOP
 * length, and x264's {@code stitchable}, which keeps content out of the headers.
 *
 * @param preset of x264
 * @param rateFactor of x264 (CRF): lower is better and larger
 * @param maxKilobits a second at most, over two seconds
 * @param threads of decoder, filters and encoder each
 */
public record EncodeProfile(String preset, int rateFactor, int maxKilobits, int threads) {

    /** Width of the published video in pixels. */
    public static final int WIDTH = 1280;
    /** Height of the published video in pixels. */
    public static final int HEIGHT = 720;
    /** Frames a second of the published video. */
    public static final int FRAME_RATE = 30;

    private static final Set<String> PRESETS =
            Set.of("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow");
    /** Two seconds: HLS segments of 2, 4 or 6 s can be cut later without an encode. */
    private static final String GROUP_OF_PICTURES = String.valueOf(2 * FRAME_RATE);
    /** 512 ticks a frame. */
    private static final String TIMESCALE = String.valueOf(512 * FRAME_RATE);

    /**
     * Reads the keys {@code pipeline.preset}, {@code pipeline.crf} and {@code pipeline.max-kilobits}.
     *
     * @param reader collects the mistakes
     * @param threads of the section {@code ffmpeg}
     * @return the profile, with defaults in place of what is wrong
     */
    static EncodeProfile from(ConfigReader reader, int threads) {
        String preset = reader.text("pipeline.preset", "veryfast");
        if (!PRESETS.contains(preset)) {
            reader.reject("pipeline.preset", "must be a preset of x264, was \"" + preset + "\"");
            preset = "veryfast";
        }
        int rateFactor = reader.integer("pipeline.crf", 23, 0, 51);
        int maxKilobits = reader.integer("pipeline.max-kilobits", 5000, 500, 14_000);
        return new EncodeProfile(preset, rateFactor, maxKilobits, threads);
    }

    /**
     * Sets the options of an MP4 output.
     *
     * @param output to set them on
     * @return the same output
     */
    FFmpegOutputBuilder apply(FFmpegOutputBuilder output) {
        return output.disableAudio()
                .disableSubtitle()
                .setVideoCodec("libx264")
                .setPreset(preset)
                .setConstantRateFactor(rateFactor)
                .setVideoPixelFormat("yuv420p")
                .addExtraArgs(options().toArray(String[]::new))
                .addExtraArgs(CONTAINER.toArray(String[]::new));
    }

    /**
     * Everything of this profile that shapes an encoded part, for the key of a cache.
     *
     * @return one line
     */
    String fingerprint() {
        return String.join(" ", preset, "" + rateFactor, String.join(" ", options()), String.join(" ", CONTAINER));
    }

    private List<String> options() {
        return List.of(
                "-threads", "" + threads,
                "-maxrate", maxKilobits + "k",
                "-bufsize", 2 * maxKilobits + "k",
                "-profile:v", "high",
                "-level:v", "3.1",
                "-bf", "2",
                "-g", GROUP_OF_PICTURES,
                "-keyint_min", GROUP_OF_PICTURES,
                "-sc_threshold", "0",
                "-x264-params", "stitchable=1",
                "-color_primaries", "bt709",
                "-color_trc", "bt709",
                "-colorspace", "bt709",
                "-color_range", "tv");
    }

    /** Phones write where the video was made, with what, and when: none of it goes on. */
    static final List<String> CONTAINER = List.of(
            "-map_metadata", "-1",
            "-map_chapters", "-1",
            "-write_tmcd", "0",
            "-fflags", "+bitexact",
            "-flags:v", "+bitexact",
            "-video_track_timescale", TIMESCALE,
            "-f", "mp4");
}
