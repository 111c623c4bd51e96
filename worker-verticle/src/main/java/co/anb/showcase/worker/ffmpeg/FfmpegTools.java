package co.anb.showcase.worker.ffmpeg;

import java.nio.file.Path;
import java.util.Map;

/**
 * An FFmpeg that was tried out and fits.
 *
 * @param ffmpeg absolute path of the executable
 * @param ffprobe absolute path of its companion
 * @param environment variables that the children need
 * @param version first line of {@code -version}, such as {@code ffmpeg version 8.1.2 …}
 * @param origin where it was found
 */
public record FfmpegTools(Path ffmpeg, Path ffprobe, Map<String, String> environment, String version, Origin origin) {

    /** Where an FFmpeg was found, in the order of looking. */
    public enum Origin {
        /** The key {@code ffmpeg.path}. */
        CONFIGURATION,
        /** The variable PATH. */
        PATH,
        /** The Maven artifact on the class path. */
        BUNDLED
    }

    /** Keeps a copy of the environment. */
    public FfmpegTools {
        environment = Map.copyOf(environment);
    }
}
