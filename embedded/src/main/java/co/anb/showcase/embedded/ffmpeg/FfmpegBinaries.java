package co.anb.showcase.embedded.ffmpeg;

import java.nio.file.Path;
import java.util.Map;

/**
 * Executables that can be started as they are, with the environment that they need.
 *
 * @param ffmpeg absolute path of the {@code ffmpeg} executable
 * @param ffprobe absolute path of the {@code ffprobe} executable
 * @param environment variables to add to the child's environment (the library path); never the whole environment
 */
public record FfmpegBinaries(Path ffmpeg, Path ffprobe, Map<String, String> environment) {

    /** Keeps a copy of the environment, so that it can't change under a running child. */
    public FfmpegBinaries {
        environment = Map.copyOf(environment);
    }
}
