package co.anb.showcase.shared.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Walks a folder of objects in the order of their keys, from a key on, and opens only the folders that it needs. */
final class LocalListing {

    private final String after;
    private final int limit;
    private final List<ListedObject> found = new ArrayList<>();

    private LocalListing(String after, int limit) {
        this.after = after;
        this.limit = limit;
    }

    /** Blocks; see {@link StoragePort#list}. */
    static List<ListedObject> of(Path root, String after, int limit) throws IOException {
        LocalListing listing = new LocalListing(after, limit);
        listing.walk(root, "");
        return List.copyOf(listing.found);
    }

    private void walk(Path folder, String prefix) throws IOException {
        for (var child : children(folder, prefix).entrySet()) {
            if (found.size() == limit) {
                return;
            }
            String key = child.getKey();
            if (!key.endsWith("/")) {
                add(key, child.getValue());
            } else if (key.compareTo(after) > 0 || after.startsWith(key)) {
                walk(child.getValue(), key);
            }
        }
    }

    /** By key; a folder's ends with a slash, so that it stands where the keys inside of it do. */
    private static SortedMap<String, Path> children(Path folder, String prefix) throws IOException {
        SortedMap<String, Path> children = new TreeMap<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                String key = prefix + path.getFileName();
                children.put(Files.isDirectory(path) ? key + "/" : key, path);
            }
        } catch (NoSuchFileException e) {
            // The folder went away meanwhile, and its objects with it.
            return children;
        }
        return children;
    }

    private void add(String key, Path path) throws IOException {
        if (key.compareTo(after) <= 0 || StorageKey.parse(key).isEmpty()) {
            return;
        }
        try {
            found.add(new ListedObject(key, Files.getLastModifiedTime(path).toInstant()));
        } catch (NoSuchFileException e) {
            // Deleted meanwhile: not an object any more.
        }
    }
}
