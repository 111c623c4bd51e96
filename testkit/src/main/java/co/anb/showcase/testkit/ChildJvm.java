package co.anb.showcase.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * JVMs that tests start: they live for seconds and share the machine, so they compile little and collect on one thread.
 */
public final class ChildJvm {

    private ChildJvm() {}

    /**
     * A command line.
     *
     * @param arguments of {@code java}
     */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(List.of(arguments));
        return command;
    }
}
