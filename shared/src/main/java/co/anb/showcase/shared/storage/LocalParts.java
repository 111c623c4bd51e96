package co.anb.showcase.shared.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocking half of {@link LocalMultipart}: a folder for each unfinished upload, {@code .multipart/<key>/<id>}, with
 * a file for each part and one that keeps the content type. A folder that is moved away ends its upload in one step:
 * parts that are still being written then find no place.
 */
final class LocalParts {

    private static final Logger LOG = LoggerFactory.getLogger(LocalParts.class);
    private static final String FOLDER = ".multipart";
    private static final String TYPE_FILE = "content-type";
    private static final Pattern PART_FILE = Pattern.compile("\\d{5}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final LocalFiles files;

    LocalParts(LocalFiles files) {
        this.files = files;
    }

    MultipartUpload begin(StorageKey key, ObjectMetadata metadata) throws IOException {
        MultipartUpload upload =
                new MultipartUpload(key.value(), UUID.randomUUID().toString());
        Path folder = folder(key, upload.id());
        files.createFolders(folder);
        Path type = Files.writeString(folder.resolve(TYPE_FILE), metadata.contentType());
        LocalFiles.sync(type, StandardOpenOption.WRITE);
        LocalFiles.sync(folder, StandardOpenOption.READ);
        return upload;
    }

    /** Makes a written temporary file a part, as durable as an object. */
    StoredPart commit(Path written, StorageKey key, String id, int number) throws IOException {
        Path target = folder(key, id).resolve(String.format(Locale.ROOT, "%05d", number));
        LocalFiles.sync(written, StandardOpenOption.WRITE);
        StoredPart part = describe(written, number);
        LocalFiles.moveDurably(written, target);
        return part;
    }

    List<StoredPart> list(StorageKey key, String id) throws IOException {
        List<StoredPart> parts = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder(key, id))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (PART_FILE.matcher(name).matches()) {
                    parts.add(describe(entry, Integer.parseInt(name)));
                }
            }
        }
        parts.sort(Comparator.comparingInt(StoredPart::number));
        return parts;
    }

    StoredObject complete(StorageKey key, String id, List<PartTag> wanted) throws IOException {
        try {
            return assemble(key, id, wanted);
        } catch (NoSuchFileException e) {
            // Completed before, by a caller that never heard of it or at this very moment; else there is nothing
            // either.
            return files.describe(key);
        }
    }

    void abort(StorageKey key, String id) throws IOException {
        Path away = files.newTemporary();
        try {
            LocalFiles.moveDurably(folder(key, id), away);
            LocalFiles.sync(folder(key), StandardOpenOption.READ);
            LocalFiles.deleteTemporary(away);
            Files.deleteIfExists(folder(key));
        } catch (NoSuchFileException e) {
            LOG.debug("upload was gone already key={}", key);
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("another upload of the same key goes on key={}", key);
        }
    }

    void abortAll(StorageKey key) throws IOException {
        Path folder = folder(key);
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<String> ids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> ids.add(entry.getFileName().toString()));
        }
        for (String id : ids) {
            if (ID.matcher(id).matches()) {
                abort(key, id);
            }
        }
    }

    private StoredObject assemble(StorageKey key, String id, List<PartTag> wanted) throws IOException {
        Path folder = folder(key, id);
        ObjectMetadata metadata = new ObjectMetadata(Files.readString(folder.resolve(TYPE_FILE)));
        if (!PartRules.fit(wanted, list(key, id))) {
            throw StorageProblems.wrongParts();
        }
        Path whole = files.newTemporary();
        try {
            for (PartTag part : wanted) {
                append(whole, folder.resolve(String.format(Locale.ROOT, "%05d", part.number())));
            }
            StoredObject stored = files.commit(whole, key, metadata);
            abort(key, id);
            return stored;
        } finally {
            LocalFiles.deleteTemporary(whole);
        }
    }

    private static void append(Path whole, Path part) throws IOException {
        Set<StandardOpenOption> mode = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try (FileChannel to = FileChannel.open(whole, mode);
                FileChannel from = FileChannel.open(part)) {
            long length = from.size();
            for (long at = 0; at < length; ) {
                at += from.transferTo(at, length - at, to);
            }
        }
    }

    private static StoredPart describe(Path file, int number) throws IOException {
        LocalFiles.Facts facts = LocalFiles.facts(file);
        return new StoredPart(new PartTag(number, facts.etag()), facts.length());
    }

    private Path folder(StorageKey key) {
        return files.inside(FOLDER).resolve(key.value());
    }

    private Path folder(StorageKey key, String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            throw new NoSuchFileException(FOLDER, null, "not an id that we give");
        }
        return folder(key).resolve(id);
    }
}
