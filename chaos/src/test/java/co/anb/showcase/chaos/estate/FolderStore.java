package co.anb.showcase.chaos.estate;

import co.anb.showcase.shared.storage.StorageKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder. What a killed process was writing there is no object yet, and a later start deletes it. */
record FolderStore(Path root) implements Store {

    private static final String TEMPORARY = ".tmp/";

    @Override
    public Map<String, String> environment() {
        return Map.of("STORAGE_ROOT", root.toString(), "STORAGE_SIGNING_KEY", "0123456789abcdef0123456789abcdef");
    }

    @Override
    public Set<String> keys() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(key -> !key.startsWith(StorageKey.ASSETS) && !key.startsWith(TEMPORARY))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<String> openUploads() {
        return Set.of();
    }
}
