package co.anb.showcase.worker.ffmpeg;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The words before a command that put it under limits: {@code setpriv}, {@code nice} and {@code prlimit} of util-linux
 * and coreutils. Each of them replaces itself by the next ({@code exec}), so the child's id is FFmpeg's own. A program
 * that is not installed is left out; wall time and killing work without any.
 */
final class CommandPrefix {

    private static final int OPEN_FILES = 64;

    private final Optional<Path> setpriv;
    private final Optional<Path> nice;
    private final Optional<Path> prlimit;

    CommandPrefix(Function<String, Optional<Path>> programs) {
        setpriv = programs.apply("setpriv");
        nice = programs.apply("nice");
        prlimit = programs.apply("prlimit");
    }

    static CommandPrefix ofThisMachine() {
        return new CommandPrefix(CommandPrefix::onPath);
    }

    List<String> wrap(List<String> command, ProcessLimits limits) {
        List<String> wrapped = new ArrayList<>();
        // Ends the child when the JVM is gone, however it went. The kernel ties this to the *thread* that started the
        // child (prctl(2), PR_SET_PDEATHSIG), which is why only long-lived pool threads may start one.
        setpriv.ifPresent(program -> wrapped.addAll(List.of(program.toString(), "--pdeathsig", "KILL")));
        nice.ifPresent(program -> wrapped.addAll(List.of(program.toString(), "-n", "" + limits.niceness())));
        prlimit.ifPresent(program -> wrapped.addAll(resources(program, limits)));
        wrapped.addAll(command);
        return wrapped;
    }

    /** The names of the programs that are missing here; empty when every limit is enforced. */
    List<String> missing() {
        return Stream.of(missing("setpriv", setpriv), missing("nice", nice), missing("prlimit", prlimit))
                .flatMap(Optional::stream)
                .toList();
    }

    static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
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

    private static Optional<String> missing(String name, Optional<Path> program) {
        return program.isPresent() ? Optional.empty() : Optional.of(name);
    }
}
