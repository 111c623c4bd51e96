package co.anb.showcase.testkit;

import co.anb.showcase.embedded.ffmpeg.BundledFfmpeg;
import co.anb.showcase.embedded.ffmpeg.FfmpegBinaries;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Real videos for tests, made by FFmpeg and kept in the temporary folder, so that each is made once a machine. Two
 * seconds are encoded; the rest is the same packets again. Blocking.
 */
public final class Clips {
    private static final int ENCODED_SECONDS = 2;

    private Clips() {}

    /** The recording of the README's journey: 1920×1080, H.264 and AAC, 40 s. */
    public static Path phone() {
        return file(Clip.of(1920, 1080, 40).withPhoneMetadata());
    }

    /**
     * Makes a clip, or finds it made already.
     *
     * @param clip the description
     * @return an MP4 that other tests read too: copy it before changing it
     */
    public static Path file(Clip clip) {
        List<String> encode = encodeArguments(clip);
        List<String> repeat = repeatArguments(clip);
        UUID name = UUID.nameUUIDFromBytes((encode + "\n" + repeat).getBytes(StandardCharsets.UTF_8));
        Path file = folder().resolve(name + ".mp4");
        if (!Files.exists(file)) {
            Path segment = unfinished();
            Path whole = unfinished();
            run(with(encode, segment));
            List<String> looped = new ArrayList<>(repeat);
            looped.set(looped.indexOf("SEGMENT"), segment.toString());
            run(with(looped, whole));
            publish(whole, file);
            delete(segment);
        }
        return file;
    }

    /**
     * Runs FFmpeg for a file that {@link Clip} can't describe.
     *
     * @param target what is written
     * @param arguments all but the target
     * @return the target
     */
    @CanIgnoreReturnValue
    public static Path make(Path target, String... arguments) {
        run(with(List.of(arguments), target));
        return target;
    }

    /**
     * Runs FFmpeg for its standard output: raw pictures, checksums.
     *
     * @param arguments all of them; the output is {@code -}
     * @return the bytes
     */
    public static byte[] output(String... arguments) {
        return run(List.of(arguments));
    }

    private static List<String> encodeArguments(Clip clip) {
        int square = Math.min(clip.width(), clip.height()) / 2;
        String drawn =
                "color=c=%s:s=%dx%d:r=%d:d=%d,drawbox=x=(iw-%6$d)/2:y=(ih-%6$d)/2:w=%6$d:h=%6$d:color=white:t=fill,%7$s"
                        .formatted(
                                Clip.BACKGROUND,
                                clip.width(),
                                clip.height(),
                                clip.rate(),
                                ENCODED_SECONDS,
                                square,
                                clip.filter());
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", drawn));
        if (clip.sound()) {
            arguments.addAll(
                    List.of("-f", "lavfi", "-i", "sine=frequency=440:duration=" + ENCODED_SECONDS, "-c:a", "aac"));
        }
        arguments.addAll(clip.encoder());
        arguments.addAll(List.of("-fps_mode", "passthrough", "-g", "" + clip.rate(), "-f", "mp4"));
        return arguments;
    }

    private static List<String> repeatArguments(Clip clip) {
        List<String> arguments = new ArrayList<>();
        if (clip.rotation() != 0) {
            arguments.addAll(List.of("-display_rotation:v:0", "" + clip.rotation()));
        }
        int repeats = (clip.seconds() + ENCODED_SECONDS - 1) / ENCODED_SECONDS - 1;
        arguments.addAll(List.of("-stream_loop", "" + repeats, "-i", "SEGMENT", "-map", "0", "-c", "copy"));
        arguments.addAll(List.of("-t", "" + clip.seconds()));
        arguments.addAll(clip.muxing());
        arguments.addAll(List.of("-f", "mp4"));
        return arguments;
    }

    private static List<String> with(List<String> arguments, Path target) {
        List<String> all = new ArrayList<>(arguments);
        all.add(target.toString());
        return all;
    }

    @CanIgnoreReturnValue
    private static byte[] run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(Programs.FFMPEG.toString(), "-v", "error", "-nostdin", "-y"));
        command.addAll(arguments);
        try {
            Path errors = unfinished();
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(Programs.ENVIRONMENT);
            Process process = builder.start();
            byte[] output = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + "\n" + Files.readString(errors));
            }
            delete(errors);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void publish(Path made, Path file) {
        try {
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unfinished() {
        return folder().resolve("unfinished-" + UUID.randomUUID());
    }

    private static Path folder() {
        try {
            return Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir", "."), "anb-clips"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Found when the first clip is made: the bundled FFmpeg where it runs, because the arguments are meant for it. */
    private static final class Programs {
        static final Path FFMPEG;
        static final Map<String, String> ENVIRONMENT;

        static {
            try {
                if (BundledFfmpeg.isAvailable()) {
                    FfmpegBinaries binaries = BundledFfmpeg.extract(folder());
                    FFMPEG = binaries.ffmpeg();
                    ENVIRONMENT = binaries.environment();
                } else {
                    FFMPEG = Path.of("ffmpeg");
                    ENVIRONMENT = Map.of();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Programs() {}
    }
}
