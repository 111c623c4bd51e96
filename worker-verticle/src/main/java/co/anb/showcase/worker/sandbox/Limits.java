package co.anb.showcase.worker.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * No walls, only limits: {@code setpriv}, {@code nice} and {@code prlimit} of util-linux and coreutils. Each of them
 * replaces itself by the next ({@code exec}), so the child's id is FFmpeg's own. A program that is not installed is
 * left out, down to nothing at all; wall time and killing work without any.
 */
public final class Limits implements Sandbox {

    private static final int OPEN_FILES = 64;

    private final Optional<Path> setpriv;
    private final Optional<Path> nice;
    private final Optional<Path> prlimit;

    /**
     * The limits that a machine can hold.
     *
     * @param programs of the machine
     */
    public Limits(Programs programs) {
        setpriv = programs.find("setpriv");
        nice = programs.find("nice");
        prlimit = programs.find("prlimit");
    }

    @Override
    public String name() {
        return prlimit.isPresent() ? "limits" : "none";
    }

    @Override
    public Set<Guarantee> guarantees() {
        Set<Guarantee> guarantees = EnumSet.noneOf(Guarantee.class);
        setpriv.ifPresent(program -> guarantees.add(Guarantee.ENDS_WITH_PARENT));
        prlimit.ifPresent(program -> guarantees.add(Guarantee.BOUNDED));
        return guarantees;
    }

    @Override
    public List<String> wrap(List<String> command, ProcessLimits limits, Reach reach) {
        List<String> wrapped = new ArrayList<>();
        // Ends the child when the JVM is gone, however it went. The kernel ties this to the *thread* that started the
        // child (prctl(2), PR_SET_PDEATHSIG), which is why only long-lived pool threads may start one.
        setpriv.ifPresent(program -> wrapped.addAll(List.of(program.toString(), "--pdeathsig", "KILL")));
        nice.ifPresent(program -> wrapped.addAll(List.of(program.toString(), "-n", "" + limits.niceness())));
        prlimit.ifPresent(program -> wrapped.addAll(resources(program, limits)));
        wrapped.addAll(command);
        return wrapped;
    }

    private static List<String> resources(Path prlimit, ProcessLimits limits) {
        return List.of(
                prlimit.toString(),
                "--cpu=" + limits.cpuTime().toSeconds(),
                "--as=" + limits.memoryBytes(),
                "--fsize=" + limits.fileBytes(),
                "--nofile=" + OPEN_FILES,
                "--core=0",
                "--");
    }
}
