package co.anb.showcase.worker.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * {@code bwrap} with a filter of system calls. The filter comes through standard input, so that there is no file of it
 * that could be missing one day; a shell moves it to the descriptor that bwrap reads it from.
 */
final class FilteredBubblewrap extends Bubblewrap {

    private static final String HAND_OVER = "exec 9<&0 </dev/null; exec \"$@\"";

    private final Path shell;
    private final SystemCallFilter filter;

    FilteredBubblewrap(Limits limits, Path bwrap, Path shell, SystemCallFilter filter) {
        super(limits, bwrap);
        this.shell = shell;
        this.filter = filter;
    }

    @Override
    public String name() {
        return "bubblewrap-seccomp";
    }

    @Override
    public Set<Guarantee> guarantees() {
        Set<Guarantee> guarantees = super.guarantees();
        guarantees.add(Guarantee.FILTERED_SYSTEM_CALLS);
        return guarantees;
    }

    @Override
    public byte[] input() {
        return filter.program();
    }

    @Override
    List<String> launcher(Path program) {
        return List.of(shell.toString(), "-c", HAND_OVER, "sh", program.toString(), "--seccomp", "9");
    }
}
