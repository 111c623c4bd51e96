package co.anb.showcase.embedded.broker;

import co.anb.showcase.embedded.process.ChildProcess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * How the programs of one node are run: with the same environment, so that they find each other and nobody else.
 *
 * <p>epmd is a foreground child here. Left to itself, the node would start one as a daemon that outlives everybody.
 *
 * @param amqpPort AMQP
 * @param managementPort of the management API, when it is enabled
 * @param epmdPort of the name server
 * @param distributionPort what the node and {@code rabbitmqctl} meet on
 */
record RabbitMqNode(
        RabbitMqProgram program,
        RabbitMqHome home,
        int amqpPort,
        int managementPort,
        int epmdPort,
        int distributionPort) {

    private static final String NAME = "anb@localhost";
    private static final String LOOPBACK_DISTRIBUTION = "-kernel inet_dist_use_interface {127,0,0,1}";
    private static final int CTL_PORTS = 10;
    private static final Duration HTTP_LIMIT = Duration.ofSeconds(30);

    static RabbitMqNode withPorts(
            RabbitMqProgram program, RabbitMqHome home, RabbitMqOptions options, IntSupplier ports) {
        return new RabbitMqNode(
                program,
                home,
                options.port() == 0 ? ports.getAsInt() : options.port(),
                ports.getAsInt(),
                ports.getAsInt(),
                ports.getAsInt());
    }

    ProcessBuilder epmdCommand() {
        List<String> command =
                List.of(program.epmd().toString(), "-port", Integer.toString(epmdPort), "-address", "127.0.0.1");
        return inEnvironment(ChildProcess.endWithParent("KILL", command));
    }

    /**
     * The script ends in {@code exec} when it believes that somebody types into it, so that the child of this JVM is
     * Erlang itself and no shell; {@code -noinput} then says that nobody does. The last argument means nothing to
     * Erlang: it names the folder.
     */
    ProcessBuilder serverCommand() {
        List<String> command = List.of(
                program.server().toString(),
                "-noinput",
                "-anb_home",
                home.folder().toString());
        ProcessBuilder builder = inEnvironment(ChildProcess.endWithParent("KILL", command));
        builder.environment().put("RABBITMQ_ALLOW_INPUT", "1");
        return builder;
    }

    String ctl(List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(program.script("rabbitmqctl").toString(), "-n", NAME));
        command.addAll(arguments);
        Process process = inEnvironment(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IOException(output);
            }
            return output;
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Calls the management API; 404 is as good as success: it answers what is not there to be deleted. */
    void management(String method, String path, String user, String password) throws IOException {
        String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .header("Authorization", "Basic " + login)
                .timeout(HTTP_LIMIT)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= HttpURLConnection.HTTP_BAD_REQUEST
                    && response.statusCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw new IOException(response.statusCode() + " " + response.body());
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private ProcessBuilder inEnvironment(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.folder().toFile());
        Map<String, String> environment = builder.environment();
        // Nothing that was meant for another node on this machine.
        environment.keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
        environment.remove("NOTIFY_SOCKET");
        environment.putAll(Map.ofEntries(
                Map.entry("HOME", home.folder().toString()),
                Map.entry("RABBITMQ_NODENAME", NAME),
                Map.entry("RABBITMQ_USE_LONGNAME", "false"),
                Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
                Map.entry("RABBITMQ_CONFIG_FILE", home.configuration().toString()),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", home.pluginsFile().toString()),
                Map.entry("RABBITMQ_MNESIA_BASE", home.data().toString()),
                Map.entry("RABBITMQ_LOG_BASE", home.logs().toString()),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", LOOPBACK_DISTRIBUTION),
                Map.entry("RABBITMQ_CTL_ERL_ARGS", LOOPBACK_DISTRIBUTION + " -start_epmd false"),
                Map.entry("RABBITMQ_CTL_DIST_PORT_MIN", Integer.toString(distributionPort + 1)),
                Map.entry("RABBITMQ_CTL_DIST_PORT_MAX", Integer.toString(distributionPort + CTL_PORTS)),
                Map.entry("ERL_EPMD_PORT", Integer.toString(epmdPort)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1")));
        return builder;
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }
}
