package co.anb.showcase.local.members;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How one member is started.
 *
 * @param name for people: {@code core-2}
 * @param mainClass of its service
 * @param port that it serves on
 * @param environment its variables, all of them
 * @param log gets its output
 */
record MemberSpec(String name, String mainClass, int port, Map<String, String> environment, Path log) {

    MemberSpec {
        environment = Map.copyOf(environment);
    }

    /** A JVM of the same Java and the same class path as this one. */
    List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxRAMPercentage=15",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "-Danb.member=" + log,
                mainClass);
    }
}
