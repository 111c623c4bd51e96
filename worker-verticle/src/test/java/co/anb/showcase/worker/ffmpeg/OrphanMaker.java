package co.anb.showcase.worker.ffmpeg;

import co.anb.showcase.worker.sandbox.ProcessLimits;
import co.anb.showcase.worker.sandbox.Programs;
import co.anb.showcase.worker.sandbox.Reach;
import co.anb.showcase.worker.sandbox.Sandbox;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A JVM that starts a child in a sandbox and waits to be killed. Arguments: the sandbox's name, the child's library
 * path, its command. Prints the ids of all processes that must be gone with it.
 */
final class OrphanMaker {

    private OrphanMaker() {}

    public static void main(String[] arguments) throws Exception {
        Sandbox sandbox = Sandbox.strongestFirst(Programs.onPath()).stream()
                .filter(candidate -> candidate.name().equals(arguments[0]))
                .findFirst()
                .orElseThrow();
        List<Path> folders = Arrays.stream(arguments[1].split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
        ProcessLimits limits = new ProcessLimits(Duration.ofMinutes(5), Duration.ofMinutes(5), 2L << 30, 1L << 20, 0);
        LimitedProcessFunction function =
                new LimitedProcessFunction(sandbox, limits, Map.of("LD_LIBRARY_PATH", arguments[1]));
        function.prepare(Reach.NOTHING.alsoReading(folders), line -> {});
        Process child = function.run(List.of(arguments).subList(2, arguments.length));
        // Its first word: only now it is past all wrappers, and bound to this process.
        if (child.getInputStream().read() < 0) {
            throw new IllegalStateException("the child did not start");
        }
        System.out.println(ProcessHandle.current()
                .descendants()
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(" ")));
        Thread.sleep(Duration.ofMinutes(5).toMillis());
    }
}
