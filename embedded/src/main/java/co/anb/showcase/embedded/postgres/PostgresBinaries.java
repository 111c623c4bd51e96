package co.anb.showcase.embedded.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per machine, user and version into {@code anb-postgres-<uid>} of the temp
 * folder.
 *
 * <p>Two JVMs may start at once: a file lock lets one unpack, into a folder of its own that is renamed when it is
 * complete, so that nobody ever runs half a server. A folder from which a temp cleaner took files is unpacked anew.
 */
record PostgresBinaries(Path folder) {
    private static final String COMPLETE = "complete";

    /** Unpacks the programs if they are not there yet. */
    static PostgresBinaries install(Path tempFolder) {
        try {
            byte[] archive = archive();
            Path cache = cache(tempFolder);
            Path target = cache.resolve(fingerprint(archive));
            synchronized (PostgresBinaries.class) {
                try (FileChannel channel = FileChannel.open(
                                cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (!lock.isValid()) {
                        throw new IOException("the lock of " + cache + " was lost");
                    }
                    if (!isComplete(target)) {
                        unpack(archive, target);
                    }
                }
            }
            return new PostgresBinaries(target);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("PostgreSQL could not be unpacked below " + tempFolder + ": " + e, e);
        }
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static byte[] archive() throws IOException {
        String architecture = ArchUtils.normalize(System.getProperty("os.arch"));
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", architecture)) {
            if (in == null) {
                throw new IOException("no PostgreSQL for Linux on " + architecture + " is on the class path");
            }
            return in.readAllBytes();
        }
    }

    /** The folder's name holds the user's id: another user's folder in a shared /tmp is never trusted. */
    private static Path cache(Path tempFolder) throws IOException {
        Path cache = tempFolder.resolve("anb-postgres-" + ServerAccount.ownUid());
        try {
            Files.createDirectory(
                    cache, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (java.nio.file.FileAlreadyExistsException e) {
            if (!Files.getAttribute(cache, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .equals(ServerAccount.ownUid())) {
                throw new IOException(cache + " belongs to somebody else", e);
            }
        }
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));
        return cache;
    }

    private static String fingerprint(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The marker holds the number of unpacked entries; a cleaner that took one file makes the counts differ. */
    private static boolean isComplete(Path target) throws IOException {
        Path marker = target.resolve(COMPLETE);
        return Files.exists(marker) && Files.readString(marker).equals(Long.toString(count(target) - 1));
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        Path fresh = Files.createTempDirectory(target.getParent(), "unpack-");
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, fresh);
            }
        }
        Files.writeString(fresh.resolve(COMPLETE), Long.toString(count(fresh)));
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (Files.exists(target)) {
            Files.move(
                    target,
                    Files.createTempDirectory(target.getParent(), "damaged-"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("the archive names a path outside itself: " + entry.getName());
        }
        Path folder = entry.isDirectory() ? path : path.getParent();
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (entry.isDirectory()) {
            return;
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static long count(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.count();
        }
    }
}
