package co.anb.showcase.testkit;

import co.anb.showcase.embedded.postgres.EmbeddedPostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL of one test class that speaks TLS under the names of its certificate, and with nobody in plain. */
public final class TlsPostgres implements AutoCloseable {

    private static final String ONLY_TLS = """
            hostssl all all all scram-sha-256
            hostnossl all all all reject
            """;

    private final EmbeddedPostgresServer server;

    private TlsPostgres(EmbeddedPostgresServer server) {
        this.server = server;
    }

    /**
     * Starts it. Blocking, as the rest.
     *
     * @param home an empty folder for its files
     * @param port the TCP port, or 0 for any free one
     */
    public static TlsPostgres start(Path home, int port, CertificateAuthority.Identity identity) {
        EmbeddedPostgresServer server = EmbeddedPostgresServer.start(home, port);
        try (Connection connection = DriverManager.getConnection(jdbc(server), user(server), password(server));
                Statement statement = connection.createStatement()) {
            Path data = Path.of(setting(statement, "data_directory"));
            give(identity.chain(), data.resolve("server.pem"));
            give(identity.key(), data.resolve("server.key"));
            Files.writeString(Path.of(setting(statement, "hba_file")), ONLY_TLS);
            statement.execute("ALTER SYSTEM SET ssl_cert_file = 'server.pem'");
            statement.execute("ALTER SYSTEM SET ssl_key_file = 'server.key'");
            statement.execute("ALTER SYSTEM SET ssl = on");
            statement.execute("SELECT pg_reload_conf()");
            return new TlsPostgres(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes a database and a user of the same name that owns it.
     *
     * @param password no quote in it
     */
    public void createDatabase(String name, String password) {
        try (Connection connection =
                        DriverManager.getConnection(jdbc(server) + "?sslmode=require", user(server), password(server));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, password));
            statement.execute("CREATE DATABASE %1$s OWNER %1$s".formatted(name));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address of the administrator's database with one of the server's names and a query. */
    public String url(String host, String query) {
        return server.url("postgres").replace("127.0.0.1", host) + "?" + query;
    }

    @Override
    public void close() {
        server.close();
    }

    /** The server runs under an id that may not be this process's, and wants its key for itself. */
    private static void give(Path from, Path to) throws IOException {
        Files.copy(from, to);
        for (String attribute : new String[] {"unix:uid", "unix:gid"}) {
            Object owner = Files.getAttribute(to.getParent(), attribute, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(to, attribute, owner);
        }
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW " + name)) {
            if (!rows.next()) {
                throw new IllegalStateException("no setting " + name);
            }
            return rows.getString(1);
        }
    }

    private static String jdbc(EmbeddedPostgresServer server) {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.port());
    }

    private static String user(EmbeddedPostgresServer server) {
        return URI.create(server.url("postgres")).getUserInfo().split(":", 2)[0];
    }

    private static String password(EmbeddedPostgresServer server) {
        return URI.create(server.url("postgres")).getUserInfo().split(":", 2)[1];
    }
}
