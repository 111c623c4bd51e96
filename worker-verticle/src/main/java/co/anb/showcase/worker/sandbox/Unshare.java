package co.anb.showcase.worker.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Limits, and a network of its own in which there is nothing: {@code unshare} of util-linux, which is everywhere. Files
 * stay as readable and writable as they are for this process, and other processes can be signalled.
 */
final class Unshare implements Sandbox {

    private final Limits limits;
    private final Path unshare;
    private final Optional<Path> setpriv;

    Unshare(Limits limits, Path unshare, Optional<Path> setpriv) {
        this.limits = limits;
        this.unshare = unshare;
        this.setpriv = setpriv;
    }

    @Override
    public String name() {
        return "unshare";
    }

    @Override
    public Set<Guarantee> guarantees() {
        Set<Guarantee> guarantees = EnumSet.of(Guarantee.NO_NETWORK);
        guarantees.addAll(limits.guarantees());
        return guarantees;
    }

    @Override
    public List<String> wrap(List<String> command, ProcessLimits bounds, Reach reach) {
        List<String> wrapped =
                new ArrayList<>(List.of(unshare.toString(), "--user", "--map-root-user", "--net", "--ipc", "--"));
        // Who makes a user namespace is root in it, which is more than an encoder needs. The signal is set anew,
        // because
        // a change of identity makes the kernel forget it.
        setpriv.ifPresent(program -> wrapped.addAll(List.of(
                program.toString(),
                "--pdeathsig",
                "KILL",
                "--no-new-privs",
                "--bounding-set=-all",
                "--inh-caps=-all",
                "--")));
        wrapped.addAll(command);
        return limits.wrap(wrapped, bounds, reach);
    }
}
