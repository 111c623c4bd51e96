package co.anb.showcase.embedded.broker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An installed RabbitMQ that can be run as anybody's own process.
 *
 * @param server RabbitMQ's own start script; never a package's wrapper around it, which changes the user
 * @param epmd Erlang's name server
 * @param version as {@code 3.10.8}
 */
public record RabbitMqProgram(Path server, Path epmd, String version) {
    private static final Logger LOG = LoggerFactory.getLogger(RabbitMqProgram.class);
    private static final String SERVER = "rabbitmq-server";

    /** Where packages put it; Debian's users have {@code /usr/sbin} not on their PATH. */
    private static final List<String> USUAL =
            List.of("/usr/lib/rabbitmq/bin", "/usr/sbin", "/usr/local/sbin", "/opt/rabbitmq/sbin");

    private static final Pattern VERSION = Pattern.compile("rabbit-((\\d+)\\.(\\d+)\\.\\d+)(\\.ez)?");

    /** Dead letters that are moved with a confirmation came with 3.10. */
    private static final int MAJOR = 3;

    private static final int MINOR = 10;

    /**
     * Looks for RabbitMQ 3.10 or newer and its Erlang on the PATH and where packages put it.
     *
     * @param environment the variables of the process
     */
    public static Optional<RabbitMqProgram> find(Map<String, String> environment) {
        List<String> path = List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1));
        Optional<Path> epmd = program("epmd", path.stream());
        if (epmd.isEmpty() || program("erl", path.stream()).isEmpty()) {
            return Optional.empty();
        }
        return Stream.concat(path.stream(), USUAL.stream())
                .flatMap(folder -> program(SERVER, Stream.of(folder)).stream())
                .flatMap(found -> script(found).stream())
                .flatMap(script -> ofScript(script, epmd.get()).stream())
                .findFirst();
    }

    /** The script of RabbitMQ's own that stands beside {@code server}. */
    Path script(String name) {
        return server.resolveSibling(name);
    }

    /** A package may put a wrapper on the PATH; RabbitMQ's scripts stand together, one of them is sourced by all. */
    private static Optional<Path> script(Path found) {
        try {
            Path script = found.toRealPath().resolveSibling(SERVER).toRealPath();
            return Files.isReadable(script.resolveSibling("rabbitmq-env")) ? Optional.of(script) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<RabbitMqProgram> ofScript(Path script, Path epmd) {
        Path plugins = script.resolveSibling("../plugins").normalize();
        try (Stream<Path> files = Files.list(plugins)) {
            return files.map(file -> VERSION.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .findFirst()
                    .filter(version -> isNewEnough(script, version))
                    .map(version -> new RabbitMqProgram(script, epmd, version.group(1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isNewEnough(Path script, Matcher version) {
        int major = Integer.parseInt(version.group(2));
        int minor = Integer.parseInt(version.group(3));
        boolean enough = major > MAJOR || (major == MAJOR && minor >= MINOR);
        if (!enough) {
            LOG.info("rabbitmq is too old version={} needed={}.{} script={}", version.group(1), MAJOR, MINOR, script);
        }
        return enough;
    }

    private static Optional<Path> program(String name, Stream<String> folders) {
        return folders.filter(folder -> !folder.isEmpty())
                .flatMap(folder -> inFolder(folder, name).stream())
                .findFirst();
    }

    private static Optional<Path> inFolder(String folder, String name) {
        try {
            return Optional.of(Path.of(folder, name)).filter(Files::isExecutable);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
