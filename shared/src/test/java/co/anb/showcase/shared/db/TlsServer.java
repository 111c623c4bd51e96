package co.anb.showcase.shared.db;

import co.anb.showcase.embedded.postgres.EmbeddedPostgresServer;
import co.anb.showcase.testkit.CertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL that speaks TLS as {@code localhost}, and with nobody in plain. */
final class TlsServer implements AutoCloseable {

    private static final String ONLY_TLS = """
            hostssl all all all scram-sha-256
            hostnossl all all all reject
            """;

    private final EmbeddedPostgresServer server;

    TlsServer(Path home, CertificateAuthority.Identity identity) throws IOException, SQLException {
        server = EmbeddedPostgresServer.start(home, 0);
        server.createDatabase("core");
        try (Connection connection = DriverManager.getConnection("jdbc:" + withoutUser(), user(), password());
                Statement statement = connection.createStatement()) {
            Path data = Path.of(setting(statement, "data_directory"));
            give(identity.chain(), data.resolve("server.pem"));
            give(identity.key(), data.resolve("server.key"));
            Files.writeString(Path.of(setting(statement, "hba_file")), ONLY_TLS);
            statement.execute("ALTER SYSTEM SET ssl_cert_file = 'server.pem'");
            statement.execute("ALTER SYSTEM SET ssl_key_file = 'server.key'");
            statement.execute("ALTER SYSTEM SET ssl = on");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** The address of the database with one of the server's two names and a query. */
    String url(String host, String query) {
        return server.url("core").replace("127.0.0.1", host) + "?" + query;
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

    private String withoutUser() {
        return "postgresql://127.0.0.1:%d/core".formatted(server.port());
    }

    private String user() {
        return URI.create(server.url("core")).getUserInfo().split(":", 2)[0];
    }

    private String password() {
        return URI.create(server.url("core")).getUserInfo().split(":", 2)[1];
    }
}
