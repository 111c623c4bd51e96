package co.anb.showcase.local.folder;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/** A small file of properties, readable by its owner only, that is replaced as a whole: never half written. */
final class KeptProperties {

    private final Path file;
    private final Properties values = new Properties();

    private KeptProperties(Path file) {
        this.file = file;
    }

    /** Reads the file, or nothing when it is not there. */
    static KeptProperties of(Path file) {
        KeptProperties kept = new KeptProperties(file);
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.values.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new LocalRunException(
                        "The file " + file + " can't be read: " + e + ". Repair it or remove the folder.", e);
            }
        }
        return kept;
    }

    String get(String key) {
        return values.getProperty(key, "");
    }

    void put(String key, String value) {
        values.setProperty(key, value);
    }

    void save() {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                values.store(writer, null);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LocalRunException("The file " + file + " can't be written: " + e, e);
        }
    }
}
