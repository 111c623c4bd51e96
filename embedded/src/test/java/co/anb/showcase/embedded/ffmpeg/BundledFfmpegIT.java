package co.anb.showcase.embedded.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class BundledFfmpegIT {

    @TempDir
    Path folder;

    @Test
    void startsOnThisMachineAndKnowsX264() throws Exception {
        FfmpegBinaries binaries = BundledFfmpeg.extract(folder);

        assertThat(run(binaries, binaries.ffmpeg(), "-version")).contains("ffmpeg version 8.1.2", "--enable-libx264");
        assertThat(run(binaries, binaries.ffprobe(), "-version")).contains("ffprobe version 8.1.2");
    }

    @Test
    void startsWhereEveryDeviceLibraryIsAStub() throws Exception {
        FfmpegBinaries binaries = BundledFfmpeg.extract(folder);
        for (String library : BundledFfmpeg.DEVICE_LIBRARIES) {
            Files.write(binaries.ffmpeg().resolveSibling(library), StubLibrary.of(library));
        }

        String muxed = run(
                binaries,
                binaries.ffmpeg(),
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "color=size=64x64:duration=0.2",
                "-c:v",
                "libx264",
                "-f",
                "framemd5",
                "-");

        assertThat(muxed).contains("#codec_id 0: h264");
    }

    @Test
    void twoThatStartTogetherBothEndWithAWholeFolder() throws Exception {
        var starters = Executors.newFixedThreadPool(3);
        try {
            Callable<FfmpegBinaries> extraction = () -> BundledFfmpeg.extract(folder);

            for (var extracted : starters.invokeAll(List.of(extraction, extraction, extraction))) {
                assertThat(run(extracted.get(), extracted.get().ffmpeg(), "-version"))
                        .contains("ffmpeg version");
            }
            assertThat(children(folder)).as("nothing half written is left").hasSize(1);
        } finally {
            starters.shutdownNow();
        }
    }

    @Test
    void replacesAFolderThatWasDamaged() throws Exception {
        Path codecs = BundledFfmpeg.extract(folder).ffmpeg().resolveSibling("libavcodec.so.62");
        Files.write(codecs, new byte[1000]);

        FfmpegBinaries repaired = BundledFfmpeg.extract(folder);

        assertThat(run(repaired, repaired.ffmpeg(), "-version")).contains("ffmpeg version");
    }

    @Test
    void neitherUsesNorKeepsWhatAKilledProcessLeftHalfWritten() throws Exception {
        Path halfWritten = Files.createDirectory(folder.resolve(".unfinished-of-a-killed-process"));
        Files.write(halfWritten.resolve("ffmpeg"), new byte[10]);
        Files.setLastModifiedTime(halfWritten, FileTime.from(Instant.now().minus(2, ChronoUnit.HOURS)));

        FfmpegBinaries binaries = BundledFfmpeg.extract(folder);

        assertThat(run(binaries, binaries.ffmpeg(), "-version")).contains("ffmpeg version");
        assertThat(halfWritten).doesNotExist();
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.toList();
        }
    }

    private static String run(FfmpegBinaries binaries, Path executable, String... arguments) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of(executable.toString()), Stream.of(arguments))
                        .toList());
        builder.environment().putAll(binaries.environment());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
