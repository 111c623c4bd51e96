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
 * @param clustered whether each service runs in processes of its own
 * @param members how many
 * @param demo whether to add players, clips and votes
 * @param sample write a clip there and do nothing else
 * @param help print the options and do nothing else
 */
record LocalOptions(
        int port,
        Path data,
        BrokerChoice broker,
        boolean clustered,
        MemberCounts members,
        boolean demo,
        Optional<Path> sample,
        boolean help) {

    static final String USAGE = """
            ANB Rising Stars Showcase, everything in one process or clustered.

            java -jar anb-local.jar [options]
              --port PORT     where to serve (8080)
              --data FOLDER   where databases, videos, logs and secrets are kept (.anb)
              --broker KIND   rabbitmq, embedded, or auto: RabbitMQ when it is installed (auto)
              --clustered     each service in processes of its own, on one event bus
              --api N         with --clustered: processes of the Core API (2)
              --workers M     with --clustered: processes of the worker (1)
              --demo          add players, clips and votes to look at
              --sample FILE   write a clip of 40 s in Full HD to FILE and end
              --help          show this and end

            Ctrl-C stops all of it. Environment variables configure the services (VIDEOS_AUTO_PUBLISH=false, …).
            """;

    private static final int DEFAULT_PORT = 8080;
    private static final int DEFAULT_API = 2;
    private static final Path DEFAULT_DATA = Path.of(".anb");

    /**
     * Reads the arguments.
     *
     * @throws LocalRunException that says which argument can't be used
     */
    static LocalOptions of(String... arguments) {
        Draft draft = new Draft();
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            draft.take(rest.removeFirst(), rest);
        }
        return draft.finish();
    }

    /** What was read until now. */
    private static final class Draft {
        private int port = DEFAULT_PORT;
        private Path data = DEFAULT_DATA;
        private BrokerChoice broker = BrokerChoice.AUTO;
        private boolean clustered;
        private Optional<Integer> api = Optional.empty();
        private Optional<Integer> workers = Optional.empty();
        private boolean demo;
        private Optional<Path> sample = Optional.empty();
        private boolean help;

        void take(String name, Deque<String> rest) {
            switch (name) {
                case "--port" -> port = parsePort(value(name, rest));
                case "--data" -> data = parsePath(name, value(name, rest));
                case "--broker" -> broker = BrokerChoice.of(value(name, rest));
                case "--clustered" -> clustered = true;
                case "--api" -> api = Optional.of(parseCount(name, value(name, rest)));
                case "--workers" -> workers = Optional.of(parseCount(name, value(name, rest)));
                case "--demo" -> demo = true;
                case "--sample" -> sample = Optional.of(parsePath(name, value(name, rest)));
                case "--help", "-h" -> help = true;
                default ->
                    throw new LocalRunException("There is no option " + name + "; --help shows those there are.");
            }
        }

        LocalOptions finish() {
            if (!clustered && (api.isPresent() || workers.isPresent())) {
                throw new LocalRunException("The options --api and --workers go with --clustered.");
            }
            MemberCounts members =
                    clustered ? new MemberCounts(api.orElse(DEFAULT_API), workers.orElse(1)) : MemberCounts.ONE;
            return new LocalOptions(port, data, broker, clustered, members, demo, sample, help);
        }
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

    private static int parseCount(String name, String text) {
        if (!text.matches("[1-8]")) {
            throw new LocalRunException("The value of " + name + " must be a number from 1 to 8, was " + text + ".");
        }
        return Integer.parseInt(text);
    }

    private static Path parsePath(String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new LocalRunException("The value of " + name + " is not a path: " + text, e);
        }
    }
}
