package co.anb.showcase.local;

import co.anb.showcase.local.folder.LocalRunException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The command line.
 *
 * @param port of the gateway
 * @param data the folder that everything is kept in
 * @param broker which AMQP broker
 * @param demo whether to add players, clips and votes
 * @param sample write a clip there and do nothing else
 * @param help print the options and do nothing else
 */
record LocalOptions(int port, Path data, BrokerChoice broker, boolean demo, Optional<Path> sample, boolean help) {

    static final String USAGE = """
            ANB Rising Stars Showcase, everything in one process.

            java -jar anb-local.jar [options]
              --port PORT     where to serve (8080)
              --data FOLDER   where databases, videos, logs and secrets are kept (.anb)
              --broker KIND   rabbitmq, embedded, or auto: RabbitMQ when it is installed (auto)
              --demo          add players, clips and votes to look at
              --sample FILE   write a clip of 40 s in Full HD to FILE and end
              --help          show this and end

            Ctrl-C stops all of it. Environment variables configure the services (VIDEOS_AUTO_PUBLISH=false, …).
            """;

    private static final int DEFAULT_PORT = 8080;
    private static final Path DEFAULT_DATA = Path.of(".anb");

    /**
     * Reads the arguments.
     *
     * @throws LocalRunException that says which argument can't be used
     */
    static LocalOptions of(String... arguments) {
        LocalOptions options =
                new LocalOptions(DEFAULT_PORT, DEFAULT_DATA, BrokerChoice.AUTO, false, Optional.empty(), false);
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            options = options.with(rest.removeFirst(), rest);
        }
        return options;
    }

    private LocalOptions with(String name, Deque<String> rest) {
        return switch (name) {
            case "--port" -> new LocalOptions(parsePort(value(name, rest)), data, broker, demo, sample, help);
            case "--data" -> new LocalOptions(port, parsePath(name, value(name, rest)), broker, demo, sample, help);
            case "--broker" -> new LocalOptions(port, data, BrokerChoice.of(value(name, rest)), demo, sample, help);
            case "--demo" -> new LocalOptions(port, data, broker, true, sample, help);
            case "--sample" ->
                new LocalOptions(port, data, broker, demo, Optional.of(parsePath(name, value(name, rest))), help);
            case "--help", "-h" -> new LocalOptions(port, data, broker, demo, sample, true);
            default -> throw new LocalRunException("There is no option " + name + "; --help shows those there are.");
        };
    }

    private static String value(String name, Deque<String> rest) {
        String value = rest.pollFirst();
        if (value == null || value.isBlank() || value.startsWith("--")) {
            throw new LocalRunException("The option " + name + " needs a value; --help shows which.");
        }
        return value;
    }

    private static int parsePort(String text) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new LocalRunException("The port must be a number from 1 to 65535, was " + text + ".");
        }
        return port;
    }

    private static Path parsePath(String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new LocalRunException("The value of " + name + " is not a path: " + text, e);
        }
    }
}
