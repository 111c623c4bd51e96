package co.anb.showcase.testkit;

import java.util.stream.Stream;

/** The processes that the code under test started and that still run. */
public final class Children {
    private Children() {}

    /** All descendants of this JVM that are alive, but for the PostgreSQL that the tests share. */
    public static Stream<ProcessHandle> alive() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .filter(child -> !isShared(child));
    }

    private static boolean isShared(ProcessHandle child) {
        return child.info().command().filter(path -> path.endsWith("/postgres")).isPresent();
    }
}
