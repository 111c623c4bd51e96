package co.anb.showcase.firstboot;

import co.anb.showcase.pulumi.boot.Artifact;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What stands for AWS around the hosts: programs, the release bucket and the parameters of SSM, as folders. */
record Surroundings(Path folder) {

    static final String RELEASES = "anb-releases";

    private static final List<String> PROGRAMS = List.of("aws", "apt-get", "systemctl", "block-device");
    private static final List<String> BLOCK_DEVICE_TOOLS =
            List.of("findmnt", "lsblk", "mountpoint", "blkid", "mkfs.ext4", "mount");

    Surroundings {
        try {
            Path bin = Files.createDirectories(folder.resolve("bin"));
            for (String program : PROGRAMS) {
                Files.write(bin.resolve(program), standIn(program).getBytes(StandardCharsets.UTF_8));
                Files.setPosixFilePermissions(bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            for (String tool : BLOCK_DEVICE_TOOLS) {
                Files.createSymbolicLink(bin.resolve(tool), Path.of("block-device"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> programs() {
        return PROGRAMS;
    }

    static String standIn(String program) {
        try (InputStream in = Surroundings.class.getResourceAsStream("/stand-ins/" + program)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file into the release bucket under its hash, as {@code pulumi up} does. */
    Artifact release(Path file) {
        String sha256 = sha256(file);
        Artifact artifact = new Artifact("releases/" + sha256, sha256);
        object(RELEASES + "/" + artifact.key(), file);
        return artifact;
    }

    /** Puts a folder into the release bucket as it is. */
    void releaseFolder(String prefix, Path source) {
        try (Stream<Path> files = Files.walk(source)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> object(RELEASES + "/" + prefix + source.relativize(file), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file into a bucket: {@code bucket/key}. */
    void object(String place, Path file) {
        file("s3/" + place, file);
    }

    /** Sets the secrets of a component. */
    void secrets(String path, Map<String, String> nameToValue) {
        nameToValue.forEach((name, value) -> file("ssm" + path + "/" + name, value));
    }

    /** Puts a text below the folder. */
    void file(String path, String text) {
        write(path, file -> Files.writeString(file, text));
    }

    /** Puts a copy of a file below the folder. */
    void file(String path, Path source) {
        write(path, file -> Files.copy(source, file));
    }

    static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String path, Content content) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            content.writeTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Content {
        @CanIgnoreReturnValue
        Object writeTo(Path file) throws IOException;
    }
}
