package co.anb.showcase.worker.sandbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of this machine. */
@FunctionalInterface
public interface Programs {

    /**
     * Finds a program.
     *
     * @param name such as {@code prlimit}
     * @return its path, or empty when it is not installed
     */
    Optional<Path> find(String name);

    /** Those on the variable PATH. */
    static Programs onPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return name -> Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
