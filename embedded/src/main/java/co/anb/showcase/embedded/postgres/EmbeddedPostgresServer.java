package co.anb.showcase.embedded.postgres;

import co.anb.showcase.embedded.LoopbackPorts;
import co.anb.showcase.embedded.process.ChildProcess;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A PostgreSQL 17 of this process, on 127.0.0.1 only, with durable settings (fsync and synchronous commit on).
 *
 * <p>Runs for an ordinary user and for root, there also where user namespaces are refused. When this JVM ends in any
 * way, {@code kill -9} included, the kernel asks the server for a clean shutdown; where that is not to be had, the next
 * run calls {@link #endOrphan}. Rows that were committed are there at the next start on the same folder. Thread-safe;
 * every method blocks, so none belongs on an event loop.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 200;
    private static final int PORT_TRIES = 5;
    private static final String ADDRESS_IN_USE = "could not bind";
    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final Cluster cluster;
    private final int port;
    private final Postmaster postmaster;

    private EmbeddedPostgresServer(Cluster cluster, int port, Postmaster postmaster) {
        this.cluster = cluster;
        this.port = port;
        this.postmaster = postmaster;
    }

    /**
     * Starts the server; the first start on a folder makes its files and a random password.
     *
     * @param home the folder of this server's files, made when it is not there
     * @param port the TCP port, or 0 for any free one
     * @throws EmbeddedPostgresException when the folder is served already, the port is taken or the server does not
     *     come up within 60 s; the message holds the end of the server's log
     */
    public static EmbeddedPostgresServer start(Path home, int port) {
        return start(home, port, ServerAccount.detect());
    }

    static EmbeddedPostgresServer start(Path home, int port, ServerAccount account) {
        Cluster cluster = new Cluster(home);
        PostgresBinaries binaries = PostgresBinaries.install(Path.of(System.getProperty("java.io.tmpdir")));
        refuseLiving(cluster);
        cluster.prepare(binaries, account);
        for (int attempt = 1; ; attempt++) {
            int chosen = port == 0 ? LoopbackPorts.free() : port;
            try {
                List<String> command = account.command(
                        ChildProcess.endWithParent("INT", postgres(binaries, cluster, chosen)),
                        List.of(cluster.data(), binaries.folder()));
                Postmaster postmaster = Postmaster.start(command, cluster.data(), cluster.log());
                return new EmbeddedPostgresServer(cluster, chosen, postmaster);
            } catch (EmbeddedPostgresException e) {
                boolean taken = String.valueOf(e.getMessage()).contains(ADDRESS_IN_USE);
                if (port != 0 || !taken || attempt == PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * Ends the server that a killed run left behind on this folder, if there is one. Only a process whose id, start
     * time and data folder agree with what the server wrote is touched. Waits until it is gone.
     *
     * @return whether a server was ended
     */
    @CanIgnoreReturnValue
    public static boolean endOrphan(Path home) {
        Optional<ProcessHandle> orphan = living(new Cluster(home));
        orphan.ifPresent(Postmaster::end);
        return orphan.isPresent();
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Tells whether the server's process runs. */
    public boolean isRunning() {
        return postmaster.isAlive();
    }

    /** The folder of this server's files. */
    public Path home() {
        return cluster.home();
    }

    /**
     * Returns the address of a database with its user and password:
     * {@code postgresql://user:password@127.0.0.1:port/name}.
     */
    public String url(String database) {
        return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(Cluster.USER, cluster.password(), port, database);
    }

    /**
     * Creates a database unless it exists.
     *
     * @param name lower-case letters, digits and underscores
     */
    public void createDatabase(String name) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            boolean exists;
            try (var rows =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + requireName(name) + "'")) {
                exists = rows.next();
            }
            if (!exists) {
                statement.execute("CREATE DATABASE " + name);
            }
        } catch (SQLException e) {
            throw new EmbeddedPostgresException("the database " + name + " could not be created: " + e.getMessage(), e);
        }
    }

    /** Drops a database, whoever is connected to it; nothing happens when it is not there. */
    public void dropDatabase(String name) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + requireName(name) + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new EmbeddedPostgresException("the database " + name + " could not be dropped: " + e.getMessage(), e);
        }
    }

    /** Stops the server in order and waits for it, at most a minute. Stopping twice is harmless. */
    @Override
    public void close() {
        postmaster.stop();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), Cluster.USER, cluster.password());
    }

    private static void refuseLiving(Cluster cluster) {
        living(cluster).ifPresent(process -> {
            throw new EmbeddedPostgresException(
                    "the folder %s is served by process %d".formatted(cluster.home(), process.pid()));
        });
        removeStaleFile(cluster);
    }

    /**
     * PostgreSQL would refuse to start while any process has the id of its dead predecessor; nobody serves this folder.
     */
    private static void removeStaleFile(Cluster cluster) {
        try {
            Files.deleteIfExists(PostmasterFile.path(cluster.data()));
        } catch (IOException e) {
            throw new EmbeddedPostgresException("the stale postmaster.pid of " + cluster.home() + " stays: " + e, e);
        }
    }

    private static Optional<ProcessHandle> living(Cluster cluster) {
        return PostmasterFile.of(cluster.data()).flatMap(file -> file.living(cluster.data()));
    }

    private static List<String> postgres(PostgresBinaries binaries, Cluster cluster, int port) {
        List<String> command = new ArrayList<>(List.of(
                binaries.program("postgres").toString(),
                "-D",
                cluster.data().toString(),
                "-p",
                Integer.toString(port)));
        List<String> settings = List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "full_page_writes=on",
                "synchronous_commit=on",
                "max_connections=" + MAX_CONNECTIONS,
                "password_encryption=scram-sha-256",
                "timezone=UTC",
                "log_timezone=UTC",
                "logging_collector=off");
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return List.copyOf(command);
    }

    private static String requireName(String name) {
        if (!DATABASE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a database name is [a-z][a-z0-9_]*, was " + name);
        }
        return name;
    }
}
