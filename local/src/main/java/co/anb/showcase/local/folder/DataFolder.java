package co.anb.showcase.local.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where local mode keeps everything: databases, objects, logs, secrets and ports.
 *
 * @param root absolute, without {@code .} and {@code ..}
 */
public record DataFolder(Path root) {

    /** Makes the path absolute. */
    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Makes the folder, for its owner only, and the folders in it.
     *
     * @throws LocalRunException when that is not possible
     */
    public DataFolder create() {
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
            for (Path folder : new Path[] {logs(), storage(), scratch(), cache(), programs()}) {
                Files.createDirectories(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            return this;
        } catch (IOException | UnsupportedOperationException e) {
            throw new LocalRunException("The folder " + root + " can't be written: " + e, e);
        }
    }

    /** The database server's files. */
    public Path postgres() {
        return root.resolve("postgres");
    }

    /** The broker's files. */
    public Path broker() {
        return root.resolve("broker");
    }

    /** Uploaded and processed objects. */
    public Path storage() {
        return root.resolve("storage");
    }

    /** The worker's working space; nothing in it outlives a job. */
    public Path scratch() {
        return root.resolve("scratch");
    }

    /** What can be made again at any time: encoded bumpers. */
    public Path cache() {
        return root.resolve("cache");
    }

    /** Programs that were unpacked: FFmpeg. */
    public Path programs() {
        return root.resolve("programs");
    }

    /** Prometheus' configuration and series. */
    public Path prometheus() {
        return root.resolve("prometheus");
    }

    /** Log files. */
    public Path logs() {
        return root.resolve("logs");
    }

    Path secrets() {
        return root.resolve("secrets.properties");
    }

    Path ports() {
        return root.resolve("ports.properties");
    }

    Path lock() {
        return root.resolve("run.lock");
    }

    Path run() {
        return root.resolve("run.properties");
    }
}
