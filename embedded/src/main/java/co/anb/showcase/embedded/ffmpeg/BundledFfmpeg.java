package co.anb.showcase.embedded.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extracts the FFmpeg of the Maven artifact {@code org.bytedeco:ffmpeg} ({@code linux-x86_64-gpl}) from the class path.
 *
 * <p>Safe at any moment: files are written to a folder of their own, which gets its final name in one rename when it is
 * complete. So two processes that start together both end with a whole folder, and what a killed process left half
 * written is never used (and is removed an hour later). Blocking: call it from a thread that may block.
 */
public final class BundledFfmpeg {

    private static final Logger LOG = LoggerFactory.getLogger(BundledFfmpeg.class);
    private static final String RESOURCES = "/org/bytedeco/ffmpeg/linux-x86_64-gpl/";
    private static final String ARTIFACT = "/META-INF/maven/org.bytedeco/ffmpeg/pom.properties";
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);
    private static final String UNFINISHED = ".unfinished-";

    static final List<String> FILES = List.of(
            "ffmpeg",
            "ffprobe",
            "libavcodec.so.62",
            "libavdevice.so.62",
            "libavfilter.so.11",
            "libavformat.so.62",
            "libavutil.so.60",
            "libdrm.so.2",
            "libswresample.so.6",
            "libswscale.so.9",
            "libva-drm.so.2",
            "libva.so.2");

    /** What libavdevice and libavutil ask for beyond the C library, and a server may not have. */
    static final List<String> DEVICE_LIBRARIES =
            List.of("libasound.so.2", "libpulse.so.0", "libudev.so.1", "libxcb-shm.so.0", "libxcb.so.1");

    private BundledFfmpeg() {}

    /**
     * Tells whether this machine can run the bundled executables: Linux on x86-64 with the artifact on the class path.
     *
     * @return false on every other system, and where the artifact was left out
     */
    public static boolean isAvailable() {
        return isLinuxOnX64(System.getProperty("os.name", ""), System.getProperty("os.arch", ""))
                && BundledFfmpeg.class.getResource(RESOURCES + "ffmpeg") != null;
    }

    /**
     * Extracts FFmpeg below a folder, or finds it there already extracted.
     *
     * @param folder where the versioned folder goes; created when missing; 90 MB are needed
     * @return the executables and the environment to start them with
     * @throws IOException when the folder can't be written
     * @throws UnsupportedOperationException on a machine that is not Linux on x86-64, with a sentence that says what to
     *     install instead
     */
    public static FfmpegBinaries extract(Path folder) throws IOException {
        requireSupported(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        Path parent = Files.createDirectories(folder.toAbsolutePath());
        removeAbandoned(parent);
        Path complete = parent.resolve("ffmpeg-" + version());
        if (!isComplete(complete)) {
            publish(write(parent), complete);
        }
        Map<String, String> environment = Map.of("LD_LIBRARY_PATH", complete.toString());
        return new FfmpegBinaries(complete.resolve("ffmpeg"), complete.resolve("ffprobe"), environment);
    }

    static void requireSupported(String system, String architecture) {
        if (!isLinuxOnX64(system, architecture)) {
            throw new UnsupportedOperationException(
                    "The bundled FFmpeg runs on Linux x86-64 only, and this is " + system + " " + architecture
                            + ": install ffmpeg (with libx264) and put it on the PATH, or set ffmpeg.path");
        }
    }

    private static boolean isLinuxOnX64(String system, String architecture) {
        return system.equals("Linux") && (architecture.equals("amd64") || architecture.equals("x86_64"));
    }

    private static String version() throws IOException {
        try (InputStream properties = open(ARTIFACT)) {
            Properties artifact = new Properties();
            artifact.load(properties);
            return artifact.getProperty("version", "unknown");
        }
    }

    /** A folder is only ever published whole; the size check is for files that someone removed or cut afterwards. */
    private static boolean isComplete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        for (String file : FILES) {
            Path extracted = folder.resolve(file);
            if (!Files.isRegularFile(extracted) || Files.size(extracted) != sizeOf(file)) {
                return false;
            }
        }
        // The folder may have come from a machine that had more libraries than this one.
        return missingLibraries().stream().allMatch(library -> Files.exists(folder.resolve(library)));
    }

    private static long sizeOf(String file) throws IOException {
        var resource = BundledFfmpeg.class.getResource(RESOURCES + file);
        if (resource == null) {
            throw new IOException("The bundled FFmpeg is not on the class path: " + RESOURCES + file);
        }
        var connection = resource.openConnection();
        // A cached jar connection would keep the jar open for the life of the process.
        connection.setUseCaches(false);
        try (InputStream opened = connection.getInputStream()) {
            return opened == null ? -1 : connection.getContentLengthLong();
        }
    }

    private static Path write(Path parent) throws IOException {
        Path unfinished = Files.createDirectory(parent.resolve(UNFINISHED + UUID.randomUUID()));
        for (String file : FILES) {
            try (InputStream content = open(RESOURCES + file)) {
                Files.copy(content, unfinished.resolve(file));
            }
            Files.setPosixFilePermissions(unfinished.resolve(file), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String library : missingLibraries()) {
            Files.write(unfinished.resolve(library), StubLibrary.of(library));
        }
        return unfinished;
    }

    private static void publish(Path unfinished, Path complete) throws IOException {
        try {
            Files.move(unfinished, complete, StandardCopyOption.ATOMIC_MOVE);
            LOG.info("ffmpeg extracted folder={}", complete);
        } catch (FileSystemException taken) {
            settle(unfinished, complete, taken);
        }
    }

    /** Somebody else was faster, which is fine, or what is there is damaged: then it makes room for ours. */
    private static void settle(Path unfinished, Path complete, IOException taken) throws IOException {
        if (!Files.isDirectory(complete)) {
            delete(unfinished);
            throw taken;
        }
        if (isComplete(complete)) {
            delete(unfinished);
            return;
        }
        Path damaged = complete.resolveSibling(UNFINISHED + UUID.randomUUID());
        Files.move(complete, damaged, StandardCopyOption.ATOMIC_MOVE);
        Files.move(unfinished, complete, StandardCopyOption.ATOMIC_MOVE);
        delete(damaged);
        LOG.warn("damaged ffmpeg replaced folder={}", complete);
    }

    private static List<String> missingLibraries() {
        List<Path> systemFolders = Stream.of(
                        "/lib/x86_64-linux-gnu",
                        "/usr/lib/x86_64-linux-gnu",
                        "/lib64",
                        "/usr/lib64",
                        "/usr/lib",
                        "/lib")
                .map(Path::of)
                .toList();
        return DEVICE_LIBRARIES.stream()
                .filter(library -> systemFolders.stream().noneMatch(folder -> Files.exists(folder.resolve(library))))
                .toList();
    }

    private static void removeAbandoned(Path parent) throws IOException {
        Instant limit = Instant.now().minus(ABANDONED_AFTER);
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(parent, UNFINISHED + "*")) {
            for (Path folder : unfinished) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(limit)) {
                    delete(folder);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException concurrentlyDeleted) {
            LOG.debug("folder vanished while it was deleted folder={}", folder, concurrentlyDeleted);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream content = BundledFfmpeg.class.getResourceAsStream(resource);
        if (content == null) {
            throw new IOException("The bundled FFmpeg is not on the class path: " + resource);
        }
        return content;
    }
}
