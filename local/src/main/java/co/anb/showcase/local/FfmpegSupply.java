package co.anb.showcase.local;

import co.anb.showcase.embedded.ffmpeg.BundledFfmpeg;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/** Unpacks the bundled FFmpeg while other parts start, unless the worker will find another one first. */
final class FfmpegSupply {

    private FfmpegSupply() {}

    /**
     * Blocking.
     *
     * @return where the worker will find FFmpeg
     */
    static String prepare(LocalSettings settings) throws IOException {
        String configured = settings.environment().getOrDefault("FFMPEG_PATH", "");
        if (!configured.isEmpty()) {
            return configured;
        }
        if (isOnPath(settings.environment().getOrDefault("PATH", ""))) {
            return "on the PATH";
        }
        return BundledFfmpeg.extract(settings.folder().programs()).ffmpeg().toString();
    }

    private static boolean isOnPath(String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> holds(folder, "ffmpeg") && holds(folder, "ffprobe"));
    }

    private static boolean holds(String folder, String program) {
        try {
            return !folder.isEmpty() && Files.isExecutable(Path.of(folder, program));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
