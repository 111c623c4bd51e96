package co.anb.showcase.bench.estate;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.Progress;
import co.anb.showcase.embedded.LoopbackPorts;
import co.anb.showcase.embedded.broker.EmbeddedBroker;
import co.anb.showcase.embedded.postgres.EmbeddedPostgresServer;
import co.anb.showcase.testkit.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything that is measured, in a folder that is deleted at the end: a durable PostgreSQL, a broker, an identity
 * provider with as many voters as wanted, and the services' jars with the configuration of production. What differs is
 * said where it is set.
 */
public final class Estate implements AutoCloseable {

    private static final String SECRET = "a-signing-key-of-32-characters-at-least";
    private static final int VIDEOS = 10_000;
    /** An instance with 2 GB gives the API this much. */
    private static final List<String> API_JVM = List.of("-Xmx512m");

    private final Path root;
    private final Path folder;
    private final EmbeddedPostgresServer postgres;
    private final EmbeddedBroker broker;
    private final Tokens identity = new Tokens();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /**
     * Starts database and broker.
     *
     * @param root the project's folder, with the jars built
     */
    public Estate(Path root) {
        this.root = root;
        try {
            Path target = Files.createDirectories(root.resolve("bench/target"));
            this.folder = Files.createTempDirectory(target, "run-");
            // PostgreSQL runs as somebody else when this is root.
            folder.toFile().setExecutable(true, false);
        } catch (IOException e) {
            throw new BenchException("no folder for the run", e);
        }
        this.postgres = EmbeddedPostgresServer.start(folder.resolve("postgres"), 0);
        this.broker = EmbeddedBroker.start(0);
        List.of("core", "auth").forEach(postgres::createDatabase);
        Progress.say("PostgreSQL and broker are there");
    }

    /** A Core API on the database {@code core}. */
    public Service core() {
        return core(Map.of());
    }

    /** The same with variables that differ from production's. */
    public Service core(Map<String, String> others) {
        int port = LoopbackPorts.free();
        Map<String, String> variables = common(port, "core");
        variables.put("AMQP_URI", broker.uri());
        variables.put("AMQP_BROKER", "qpid");
        variables.put("STORAGE_ROOT", storage().toString());
        variables.put("STORAGE_SIGNING_KEY", SECRET);
        variables.put("AUTH_URL", identity.authUrl());
        variables.putAll(others);
        return keep(jar("api-verticle/target/anb-api.jar", "core-" + port, port, variables));
    }

    /** An Auth service. The limit of logins by address is off: all of them come from one here. */
    public Service auth() {
        int port = LoopbackPorts.free();
        Map<String, String> variables = common(port, "auth");
        variables.put("AUTH_KEY_ENCRYPTION_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        variables.put("AUTH_LOGINS_PER_MINUTE", "0");
        return keep(jar("auth-verticle/target/anb-auth.jar", "auth", port, variables));
    }

    /** The straightforward service and plaintext, on the same database. */
    public Service reference() {
        int port = LoopbackPorts.free();
        Map<String, String> variables = common(port, "core");
        variables.put("JWKS_URL", identity.jwksUrl());
        List<String> arguments = new ArrayList<>(API_JVM);
        arguments.addAll(List.of(
                "-cp",
                root.resolve("bench/target/anb-bench.jar").toString(),
                "co.anb.showcase.bench.reference.ReferenceMain"));
        return keep(Service.java("reference", port, arguments, variables, folder));
    }

    /** An nginx that takes PUT into a folder beside the storage, on the same disk. */
    public Service nginx() {
        int port = LoopbackPorts.free();
        Path home = folder.resolve("nginx");
        String configuration = """
                daemon off; master_process off; worker_processes 1; pid %1$s/pid; error_log stderr; user root;
                events { worker_connections 1024; }
                http {
                  access_log off; client_body_temp_path %1$s/body; client_max_body_size 200m; keepalive_requests 1000000;
                  proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                  server { listen 127.0.0.1:%2$d; root %1$s/files; location / { dav_methods PUT; create_full_put_path on; } }
                }
                """.formatted(home, port);
        try {
            Files.createDirectories(home.resolve("files"));
            Path file = Files.writeString(home.resolve("nginx.conf"), configuration);
            return keep(Service.start(
                    "nginx", port, List.of("nginx", "-p", home.toString(), "-c", file.toString()), Map.of(), folder));
        } catch (IOException e) {
            throw new BenchException("no folder for nginx", e);
        }
    }

    /** Closes a service before the end. */
    public void close(Service service) {
        opened.remove(service);
        service.close();
    }

    /** Access tokens of so many users, one a line. */
    public Path tokens(int users) {
        return write(
                "tokens",
                IntStream.range(0, users).mapToObj(n -> identity.mint()).toList());
    }

    /** Ids of published videos, one a line; Core has to have made its tables. */
    public Path videos() {
        List<String> ids = Stream.generate(() -> UUID.randomUUID().toString())
                .limit(VIDEOS)
                .toList();
        books().fill(ids);
        return write("videos", ids);
    }

    /** A file of this run. */
    public Path write(String name, List<String> lines) {
        try {
            return Files.write(folder.resolve(name), lines);
        } catch (IOException e) {
            throw new BenchException(name + " can't be written", e);
        }
    }

    /** The books of Core. */
    public Books books() {
        return new Books(url("core"));
    }

    /** The address of a database. */
    public String url(String database) {
        return postgres.url(database);
    }

    /** Where Core keeps objects. */
    public Path storage() {
        return folder.resolve("storage");
    }

    /** The folder of this run. */
    public Path folder() {
        return folder;
    }

    /** The project's folder. */
    public Path root() {
        return root;
    }

    @Override
    public void close() {
        opened.forEach(Estate::closeQuietly);
        closeQuietly(broker);
        closeQuietly(postgres);
        identity.close();
        Command.run(List.of("rm", "-rf", folder.toString()));
    }

    private Service jar(String jar, String name, int port, Map<String, String> variables) {
        List<String> arguments = new ArrayList<>(API_JVM);
        arguments.addAll(List.of("-jar", root.resolve(jar).toString()));
        return Service.java(name, port, arguments, variables, folder);
    }

    private Map<String, String> common(int port, String database) {
        Map<String, String> variables = new HashMap<>();
        variables.put("HTTP_PORT", Integer.toString(port));
        variables.put("DATABASE_URL", url(database));
        return variables;
    }

    private Service keep(Service service) {
        opened.push(service);
        return service;
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) { // what AutoCloseable declares; the run is over
            Progress.say("not closed: %s", e);
        }
    }
}
