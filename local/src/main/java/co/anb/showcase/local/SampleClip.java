package co.anb.showcase.local;

import co.anb.showcase.embedded.ffmpeg.FfmpegBinaries;
import co.anb.showcase.local.folder.LocalRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Makes clips to upload for whoever has no phone video at hand: H.264 and AAC as a phone writes them. */
final class SampleClip {

    /** testsrc2 has no colour tags; a phone's video has these. */
    private static final List<String> ENCODING = List.of(
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-crf",
            "30",
            "-pix_fmt",
            "yuv420p",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709",
            "-colorspace",
            "bt709",
            "-c:a",
            "aac",
            "-b:a",
            "96k",
            "-movflags",
            "+faststart",
            "-f",
            "mp4");

    private final FfmpegBinaries ffmpeg;

    SampleClip(FfmpegBinaries ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * Writes a Full HD clip of 30 frames a second. Blocking.
     *
     * @param target overwritten when it exists
     * @param picture a source of FFmpeg's without size, rate and length, such as {@code testsrc2}
     * @throws LocalRunException with what FFmpeg said when it fails
     */
    void write(Path target, String picture, Duration length) {
        String video = picture + (picture.contains("=") ? ":" : "=") + "size=1920x1080:rate=30";
        List<String> command = Stream.of(
                        List.of(ffmpeg.ffmpeg().toString(), "-nostdin", "-v", "error", "-y"),
                        List.of(
                                "-f",
                                "lavfi",
                                "-i",
                                video,
                                "-f",
                                "lavfi",
                                "-i",
                                "sine=frequency=330:sample_rate=48000"),
                        List.of("-t", Long.toString(length.toSeconds())),
                        ENCODING,
                        List.of(target.toAbsolutePath().toString()))
                .flatMap(List::stream)
                .toList();
        run(command, target);
    }

    private void run(List<String> command, Path target) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(ffmpeg.environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new LocalRunException("The clip " + target + " could not be made: " + said);
            }
        } catch (IOException e) {
            throw new LocalRunException("The clip " + target + " could not be made: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalRunException("The clip " + target + " was interrupted.", e);
        }
    }
}
