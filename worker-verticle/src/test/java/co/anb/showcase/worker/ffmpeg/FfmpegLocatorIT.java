package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.worker.ffmpeg.FfmpegTools.Origin;
import co.anb.showcase.worker.sandbox.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegLocatorIT {

    private static final Path BUNDLE = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "anb-clips");

    @TempDir
    Path folder;

    @Test
    void takesTheBundledOneWhereNoneIsInstalled() throws Exception {
        FfmpegTools tools = locator(Map.of(), program -> Optional.empty()).locate();

        assertThat(tools.origin()).isEqualTo(Origin.BUNDLED);
        assertThat(tools.version()).startsWith("ffmpeg version 8.1.2");
    }

    @Test
    void prefersOneOnThePathThatFits() throws Exception {
        wrapper("ffmpeg", "");
        wrapper("ffprobe", "");

        FfmpegTools tools = locator(Map.of(), this::inFolder).locate();

        assertThat(tools.origin()).isEqualTo(Origin.PATH);
        assertThat(tools.ffmpeg()).isEqualTo(folder.resolve("ffmpeg"));
    }

    @Test
    void passesOverOneOnThePathWithoutX264() throws Exception {
        wrapper("ffmpeg", " | sed s/libx264/libnone/g");
        wrapper("ffprobe", "");

        FfmpegTools tools = locator(Map.of(), this::inFolder).locate();

        assertThat(tools.origin()).isEqualTo(Origin.BUNDLED);
    }

    @Test
    void takesTheConfiguredOneBeforeAll() throws Exception {
        wrapper("ffmpeg", "");
        wrapper("ffprobe", "");

        FfmpegTools tools = locator(
                        Map.of("FFMPEG_PATH", folder.resolve("ffmpeg").toString()), program -> Optional.empty())
                .locate();

        assertThat(tools.origin()).isEqualTo(Origin.CONFIGURATION);
    }

    @Test
    void neverPassesOverAConfiguredOneInSilence() {
        String missing = folder.resolve("nowhere").toString();

        assertThatThrownBy(() ->
                        locator(Map.of("FFMPEG_PATH", missing), this::inFolder).locate())
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("ffmpeg.path", missing, "executable");
    }

    @Test
    void saysWhatAConfiguredOneLacks() throws Exception {
        wrapper("ffmpeg", " | sed s/zscale/none/");
        wrapper("ffprobe", "");

        assertThatThrownBy(() -> locator(
                                Map.of("FFMPEG_PATH", folder.resolve("ffmpeg").toString()), this::inFolder)
                        .locate())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no filter zscale");
    }

    private FfmpegLocator locator(Map<String, String> more, Programs programs) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("FFMPEG_BUNDLE_DIR", BUNDLE.toString());
        FfmpegConfig config = FfmpegConfig.from(ConfigReader.of(environment));
        return new FfmpegLocator(config, programs);
    }

    private Optional<Path> inFolder(String program) {
        return Optional.of(folder.resolve(program)).filter(Files::isExecutable);
    }

    /** A program of that name that runs the bundled one and sends its output through something. */
    private void wrapper(String name, String pipe) throws Exception {
        FfmpegTools real = locator(Map.of(), program -> Optional.empty()).locate();
        Path program = real.ffmpeg().resolveSibling(name);
        String libraries = real.environment().getOrDefault("LD_LIBRARY_PATH", "");
        Path script = Files.writeString(
                folder.resolve(name),
                "#!/bin/sh\nLD_LIBRARY_PATH=%s %s \"$@\"%s\n".formatted(libraries, program, pipe));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
