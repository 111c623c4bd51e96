package co.anb.showcase.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.anb.showcase.embedded.LoopbackPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedPostgresServerIT {
    @TempDir
    Path home;

    /** Every identity that this machine's user can give to PostgreSQL. */
    static List<ServerAccount> accounts() {
        if (ServerAccount.ownUid() != 0) {
            return List.of(ServerAccount.OWN);
        }
        return ServerAccount.detect() == ServerAccount.NAMESPACE
                ? List.of(ServerAccount.NAMESPACE, ServerAccount.UNPRIVILEGED)
                : List.of(ServerAccount.UNPRIVILEGED);
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void keepsRowsOverARestartWithDurableSettings(ServerAccount account) throws SQLException {
        String afterRestart;
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(home, 0, account)) {
            server.createDatabase("anb_core");
            server.createDatabase("anb_core");
            execute(server, "CREATE TABLE proof (word text)");
            execute(server, "INSERT INTO proof VALUES ('ñandú')");
        }

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(home, 0, account)) {
            afterRestart = query(server, "SELECT upper(word) FROM proof");
            assertThat(query(server, "SHOW fsync")).isEqualTo("on");
            assertThat(query(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(server, "SHOW server_version")).startsWith("17.");
        }

        assertThat(afterRestart).isEqualTo("ÑANDÚ");
    }

    @Test
    void changesTheIdentityBetweenTwoRunsOnTheSameFolder() throws SQLException {
        assumeTrue(accounts().size() > 1, "only root with user namespaces can change the identity");
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(home, 0, ServerAccount.UNPRIVILEGED)) {
            server.createDatabase("anb_core");
            execute(server, "CREATE TABLE proof AS SELECT 7 AS n");
        }

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(home, 0, ServerAccount.NAMESPACE)) {
            assertThat(query(server, "SELECT n FROM proof")).isEqualTo("7");
        }
    }

    @Test
    void refusesAFolderThatIsServedAndEndsItsServerWhenAsked() {
        EmbeddedPostgresServer orphan = EmbeddedPostgresServer.start(home, 0);

        assertThatThrownBy(() -> EmbeddedPostgresServer.start(home, 0)).hasMessageContaining("is served by process");

        assertThat(EmbeddedPostgresServer.endOrphan(home)).isTrue();
        assertThat(orphan.isRunning()).isFalse();
        assertThat(EmbeddedPostgresServer.endOrphan(home)).isFalse();
        try (EmbeddedPostgresServer next = EmbeddedPostgresServer.start(home, orphan.port())) {
            assertThat(next.port()).isEqualTo(orphan.port());
        }
    }

    @Test
    void leavesAStrangerAloneWhoHasTheRecordedProcessId() throws IOException {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(home, 0)) {
            assertThat(server.isRunning()).isTrue();
        }
        Path data = home.resolve("data");
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            Files.writeString(
                    data.resolve("postmaster.pid"),
                    "%d%n%s%n%d%n5432%n%n127.0.0.1%n1 1%nready   %n"
                            .formatted(stranger.pid(), data, System.currentTimeMillis() / 1000));

            boolean ended = EmbeddedPostgresServer.endOrphan(home);
            try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(home, 0)) {
                assertThat(server.isRunning()).isTrue();
            }

            assertThat(ended).isFalse();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        int port = LoopbackPorts.free();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();

            assertThatThrownBy(() -> EmbeddedPostgresServer.start(home, port))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("could not bind");
        }
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void endsInOrderWhenItsParentIsKilled(ServerAccount account) throws IOException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerHolder.class.getName(),
                        home.toString(),
                        account.name())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("holder.log").toFile())
                .start();
        try {
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(home.resolve("held")));
            ProcessHandle server = PostmasterFile.of(home.resolve("data"))
                    .flatMap(file -> file.living(home.resolve("data")))
                    .orElseThrow();

            parent.destroyForcibly();

            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> !server.isAlive());
            assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
            assertThat(home.resolve("server.log")).content().contains("fast shutdown request");
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void unpacksAgainWhatACleanerTook() throws IOException {
        PostgresBinaries first = PostgresBinaries.install(home);
        Files.delete(first.folder().resolve("share/postgresql/postgres.bki"));

        PostgresBinaries second = PostgresBinaries.install(home);

        assertThat(second).isEqualTo(first);
        assertThat(second.folder().resolve("share/postgresql/postgres.bki")).exists();
    }

    @Test
    void startsBelowAFolderThatIsClosedToOthers() throws IOException {
        Path closed = Files.createDirectory(home.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        List<ServerAccount> accounts = accounts();

        try (EmbeddedPostgresServer server =
                EmbeddedPostgresServer.start(closed.resolve("pg"), 0, accounts.get(accounts.size() - 1))) {
            assertThat(server.isRunning()).isTrue();
        }
    }

    private static void execute(EmbeddedPostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgresServer server) throws SQLException {
        URI url = URI.create(server.url("anb_core"));
        List<String> login = List.of(url.getUserInfo().split(":", 2));
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + url.getPort() + url.getPath(), login.get(0), login.get(1));
    }
}
