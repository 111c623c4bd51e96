package co.anb.showcase.local;

import co.anb.showcase.embedded.ffmpeg.BundledFfmpeg;
import co.anb.showcase.embedded.ffmpeg.FfmpegBinaries;
import co.anb.showcase.local.folder.DataFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The FFmpeg of a run: the configured one, else one on the PATH, else the bundled one, which is unpacked while other
 * parts start. The worker looks in the same order and tries what it finds.
 */
final class FfmpegSupply {

    private FfmpegSupply() {}

    /**
     * Blocking.
     *
     * @param environment the variables of the process
     * @throws IOException when the bundled one can't be unpacked
     */
    static FfmpegBinaries find(DataFolder folder, Map<String, String> environment) throws IOException {
        Optional<Path> configured = Optional.ofNullable(environment.get("FFMPEG_PATH"))
                .filter(path -> !path.isBlank())
                .map(Path::of);
        Optional<Path> found = configured.isPresent() ? configured : onPath(environment.getOrDefault("PATH", ""));
        if (found.isPresent()) {
            return new FfmpegBinaries(found.get(), found.get().resolveSibling("ffprobe"), Map.of());
        }
        return BundledFfmpeg.extract(folder.programs());
    }

    private static Optional<Path> onPath(String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> holds(folder, "ffmpeg") && holds(folder, "ffprobe"))
                .findFirst()
                .map(folder -> Path.of(folder, "ffmpeg"));
    }

    private static boolean holds(String folder, String program) {
        try {
            return !folder.isEmpty() && Files.isExecutable(Path.of(folder, program));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
