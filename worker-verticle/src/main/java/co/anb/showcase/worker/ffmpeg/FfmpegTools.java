package co.anb.showcase.worker.ffmpeg;

import co.anb.showcase.worker.sandbox.Sandbox;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An FFmpeg that was tried out and fits.
 *
 * @param ffmpeg absolute path of the executable
 * @param ffprobe absolute path of its companion
 * @param environment variables that the children need
 * @param version first line of {@code -version}, such as {@code ffmpeg version 8.1.2 …}
 * @param origin where it was found
 * @param sandbox in which its children run
 */
public record FfmpegTools(
        Path ffmpeg, Path ffprobe, Map<String, String> environment, String version, Origin origin, Sandbox sandbox) {

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

    /** The same tools in another sandbox. */
    FfmpegTools in(Sandbox other) {
        return new FfmpegTools(ffmpeg, ffprobe, environment, version, origin, other);
    }

    /** The folders that a child must be able to read to run at all: the programs, and the libraries beside them. */
    Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        for (Path program : List.of(ffmpeg, ffprobe)) {
            folders.add(program.resolveSibling("."));
            folders.add(real(program).resolveSibling("."));
        }
        for (String folder : environment.getOrDefault("LD_LIBRARY_PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        return folders;
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException gone) {
            return program;
        }
    }
}
