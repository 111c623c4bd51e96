package co.anb.showcase.shared.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocking half of {@link LocalStorage}: one folder with the objects under their keys and a folder of temporary
 * files in the same file system, so that a rename is atomic.
 *
 * <p>The content type is an extended attribute of the file itself, written before the rename: bytes and type change in
 * one step. Where the file system has no such attributes, and for files that a person put there, the extension decides.
 */
final class LocalFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LocalFiles.class);
    private static final String TEMPORARY = ".tmp";
    private static final String TYPE_ATTRIBUTE = "anb.content-type";
    private static final int LONGEST_TYPE = 128;
    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final Map<String, String> EXTENSION_TO_TYPE = Map.of(
            "mp4", "video/mp4",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "png", "image/png",
            "json", "application/json");

    private final Path root;
    private final Path temporary;

    LocalFiles(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.temporary = this.root.resolve(TEMPORARY);
    }

    /** Makes the folders and deletes temporary files that were last written before an instant. */
    int prepare(Instant staleBefore) throws IOException {
        Files.createDirectories(temporary);
        int deleted = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                deleted += deleteIfStale(file, staleBefore) ? 1 : 0;
            }
        }
        return deleted;
    }

    /** Fails when the folder is away or can't be written. */
    void check() throws IOException {
        if (!Files.isWritable(temporary)) {
            throw new IOException("can't be written: " + temporary);
        }
    }

    Path root() {
        return root;
    }

    Path newTemporary() {
        return temporary.resolve(UUID.randomUUID() + ".part");
    }

    Path path(StorageKey key) {
        Path path = root.resolve(key.value()).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("outside the root: " + key);
        }
        return path;
    }

    /**
     * Makes a written temporary file the object of a key: its bytes and its name are on the disk when this returns
     * (fsync of the file, of each new folder, and of the folder that holds the name).
     */
    StoredObject commit(Path written, StorageKey key, ObjectMetadata metadata) throws IOException {
        Path target = path(key);
        rememberType(written, metadata.contentType());
        sync(written, StandardOpenOption.WRITE);
        createFolders(folderOf(target));
        StoredObject stored = describe(written, key, metadata.contentType());
        moveDurably(written, target);
        return stored;
    }

    StoredObject describe(StorageKey key) throws IOException {
        Path path = path(key);
        return describe(path, key, readType(path));
    }

    void delete(StorageKey key) throws IOException {
        Path path = path(key);
        if (Files.isRegularFile(path) && Files.deleteIfExists(path)) {
            sync(folderOf(path), StandardOpenOption.READ);
        }
    }

    /** A folder beside the objects: no key begins with a point. */
    Path inside(String folder) {
        return root.resolve(folder);
    }

    /** Deletes a temporary file, or a folder of files that was moved away to be deleted. */
    static void deleteTemporary(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    /** Renames in one step, on the disk when this returns. The folder of the target must exist. */
    static void moveDurably(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(folderOf(to), StandardOpenOption.READ);
    }

    /** What the file system knows of a file; a folder is none. */
    static Facts facts(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new NoSuchFileException(path.toString());
        }
        return new Facts(
                attributes.size(),
                etag(attributes),
                attributes.lastModifiedTime().toInstant());
    }

    /** Length in bytes, entity tag with its quotes, and time of the last change. */
    record Facts(long length, String etag, Instant lastModified) {}

    private static StoredObject describe(Path path, StorageKey key, String contentType) throws IOException {
        Facts facts = facts(path);
        return new StoredObject(key.value(), facts.length(), contentType, facts.etag(), facts.lastModified());
    }

    /** A save makes a new file, so file number, time and length together change with every save. */
    private static String etag(BasicFileAttributes attributes) {
        long nanos = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        int file = String.valueOf(attributes.fileKey()).hashCode();
        return "\"" + Long.toHexString(nanos) + "-" + Long.toHexString(attributes.size()) + "-"
                + Integer.toHexString(file) + "\"";
    }

    private static void rememberType(Path file, String type) {
        UserDefinedFileAttributeView view = attributes(file);
        try {
            if (view != null) {
                int written = view.write(TYPE_ATTRIBUTE, ByteBuffer.wrap(type.getBytes(StandardCharsets.US_ASCII)));
                LOG.trace("content type kept as attribute bytes={}", written);
            }
        } catch (IOException e) {
            LOG.debug("no extended attributes here, the extension decides the content type", e);
        }
    }

    private static String readType(Path file) {
        UserDefinedFileAttributeView view = attributes(file);
        try {
            if (view != null && Files.exists(file) && view.list().contains(TYPE_ATTRIBUTE)) {
                ByteBuffer buffer = ByteBuffer.allocate(LONGEST_TYPE + 1);
                int read = view.read(TYPE_ATTRIBUTE, buffer);
                String type = new String(buffer.array(), 0, read, StandardCharsets.US_ASCII);
                return ObjectMetadata.isMediaType(type) ? type : typeByExtension(file);
            }
        } catch (IOException e) {
            LOG.debug("content type attribute not readable, the extension decides", e);
        }
        return typeByExtension(file);
    }

    private static String typeByExtension(Path file) {
        String name = file.toString();
        return EXTENSION_TO_TYPE.getOrDefault(name.substring(name.lastIndexOf('.') + 1), UNKNOWN_TYPE);
    }

    private static @Nullable UserDefinedFileAttributeView attributes(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }

    /** Makes a folder with those above it, each on the disk when this returns. */
    void createFolders(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = folder; !Files.isDirectory(at); at = folderOf(at)) {
            missing.push(at);
        }
        for (Path each : missing) {
            Files.createDirectories(each);
            sync(folderOf(each), StandardOpenOption.READ);
        }
    }

    private static Path folderOf(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    static void sync(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    private static boolean deleteIfStale(Path file, Instant staleBefore) throws IOException {
        try {
            boolean stale = Files.getLastModifiedTime(file).toInstant().isBefore(staleBefore);
            if (stale) {
                deleteTemporary(file);
            }
            return stale;
        } catch (NoSuchFileException e) {
            // Another node, starting at the same time on the same folder, was faster.
            return false;
        }
    }
}
