package co.anb.showcase.worker.sandbox;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that one child needs: the original, the scratch folder, FFmpeg itself. The C library and its like are not
 * in it; every sandbox has them.
 *
 * @param readable files and folders that must exist
 * @param writable folders that must exist; what is in them can be read too
 */
public record Reach(List<Path> readable, List<Path> writable) {

    /** For a child that opens no file. */
    public static final Reach NOTHING = new Reach(List.of(), List.of());

    /** Makes paths absolute. */
    public Reach {
        readable = absolute(readable);
        writable = absolute(writable);
    }

    /** A reach for reading. */
    public static Reach reading(Path... files) {
        return new Reach(Arrays.asList(files), List.of());
    }

    /** The same, with a folder to write into. */
    public Reach writing(Path folder) {
        return new Reach(readable, List.of(folder));
    }

    /** The same, with more to read. */
    public Reach alsoReading(Collection<Path> more) {
        return new Reach(join(readable, more), writable);
    }

    /**
     * All paths, with whether they may be written, each folder before what is in it: a file that is only readable may
     * lie in a folder that is writable, and the other way round.
     */
    SortedMap<Path, Boolean> parentsFirst() {
        SortedMap<Path, Boolean> all = new TreeMap<>();
        readable.forEach(path -> all.put(path, false));
        writable.forEach(path -> all.put(path, true));
        return all;
    }

    private static List<Path> absolute(Collection<Path> paths) {
        return paths.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    }

    private static List<Path> join(List<Path> first, Collection<Path> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }
}
