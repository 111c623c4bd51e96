package co.anb.showcase.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * {@code bwrap}: a file system made of nothing but libraries and the reach, read-only but for what is writable; no
 * network, no other processes, no capabilities. Paths are the same inside and outside. There is no {@code /proc} and no
 * {@code /dev}: FFmpeg needs neither, and plain containers forbid to mount them.
 */
class Bubblewrap implements Sandbox {

    /**
     * Where a dynamic linker looks. {@code /etc/alternatives} holds links to libraries on Debian, and the cache names
     * those in unusual places.
     */
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib"),
            Path.of("/usr/lib64"),
            Path.of("/usr/local/lib"),
            Path.of("/lib"),
            Path.of("/lib64"),
            Path.of("/etc/alternatives"),
            Path.of("/etc/ld.so.cache"));

    private final Limits limits;
    private final Path bwrap;

    Bubblewrap(Limits limits, Path bwrap) {
        this.limits = limits;
        this.bwrap = bwrap;
    }

    @Override
    public String name() {
        return "bubblewrap";
    }

    @Override
    public Set<Guarantee> guarantees() {
        Set<Guarantee> guarantees = EnumSet.of(
                Guarantee.NO_NETWORK, Guarantee.NO_OTHER_FILES, Guarantee.NO_OTHER_WRITES, Guarantee.ENDS_WITH_PARENT);
        guarantees.addAll(limits.guarantees());
        return guarantees;
    }

    @Override
    public List<String> wrap(List<String> command, ProcessLimits bounds, Reach reach) {
        List<String> wrapped = new ArrayList<>(launcher(bwrap));
        wrapped.addAll(List.of("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"));
        LIBRARIES.stream().filter(Files::exists).forEach(path -> wrapped.addAll(library(path)));
        reach.parentsFirst()
                .forEach((path, writable) ->
                        wrapped.addAll(List.of(writable ? "--bind" : "--ro-bind", path.toString(), path.toString())));
        // Else the child could fill the memory that this file system is made of.
        wrapped.addAll(List.of("--remount-ro", "/", "--chdir", "/", "--"));
        wrapped.addAll(command);
        return limits.wrap(wrapped, bounds, reach);
    }

    /** The words that start bwrap. */
    List<String> launcher(Path program) {
        return List.of(program.toString());
    }

    private static List<String> library(Path path) {
        if (!Files.isSymbolicLink(path)) {
            return List.of("--ro-bind", path.toString(), path.toString());
        }
        try {
            return List.of("--symlink", Files.readSymbolicLink(path).toString(), path.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
