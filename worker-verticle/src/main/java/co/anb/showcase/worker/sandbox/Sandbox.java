package co.anb.showcase.worker.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A way to start a child so that little is lost when the file that it reads takes it over. An implementation is only
 * words put before a command: the process that is started replaces itself by the next ({@code exec}) as far as it can.
 * Whether it works depends on the machine, so one is only used after it has been tried.
 */
public interface Sandbox {

    /** As it stands in logs, metrics and the health report. */
    String name();

    /** What it promises; the rest must be taken for possible. */
    Set<Guarantee> guarantees();

    /**
     * Puts a command into the sandbox.
     *
     * @param command program with its arguments, paths absolute
     * @param limits that the kernel is to hold
     * @param reach what the program needs, its own files included
     * @return the command to start
     */
    List<String> wrap(List<String> command, ProcessLimits limits, Reach reach);

    /** What must be written to the started process's standard input, before that is closed. */
    default byte[] input() {
        return new byte[0];
    }

    /**
     * All sandboxes whose programs are installed, the strongest first. The last one needs nothing, and holds nothing
     * where nothing is installed.
     */
    static List<Sandbox> strongestFirst(Programs programs) {
        Limits limits = new Limits(programs);
        List<Sandbox> all = new ArrayList<>();
        programs.find("bwrap").ifPresent(bwrap -> {
            SystemCallFilter.forThisMachine()
                    .ifPresent(filter -> programs.find("sh")
                            .ifPresent(shell -> all.add(new FilteredBubblewrap(limits, bwrap, shell, filter))));
            all.add(new Bubblewrap(limits, bwrap));
        });
        programs.find("unshare").ifPresent(unshare -> all.add(new Unshare(limits, unshare, programs.find("setpriv"))));
        all.add(limits);
        return List.copyOf(all);
    }
}
