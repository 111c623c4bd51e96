package co.anb.showcase.shared.db;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.CertificateAuthority;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.TlsPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both drivers against a server that speaks only TLS. Its certificate is for {@code localhost}, so that the same server
 * under its address is the wrong host.
 */
@Showcase
class DatabaseTlsIT {

    private static final String RIGHT_HOST = "localhost";
    private static final String WRONG_HOST = "127.0.0.1";

    /** The pool's driver says no more; the migrations, which come first at a start, tell the operator why. */
    private static final String POOLS_REASON = "SSL handshake failed";

    private static Path ours;
    private static Path foreign;
    private static Path both;
    private static TlsPostgres server;
    private static String plainUrl;

    /** Both authorities have the same name, so that only the signature tells them apart. */
    @BeforeAll
    static void start(ShowcaseServices services) throws Exception {
        Path folder = services.temp();
        CertificateAuthority authority = CertificateAuthority.in(folder.resolve("ours"));
        ours = authority.certificate();
        foreign = CertificateAuthority.in(folder.resolve("foreign")).certificate();
        both = Files.writeString(folder.resolve("bundle.pem"), Files.readString(foreign) + Files.readString(ours));
        server = TlsPostgres.start(folder.resolve("server"), 0, authority.issue("dns:" + RIGHT_HOST));
        plainUrl = services.databaseUrl("plain");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The two ways to the database. */
    enum Driver {
        POOL {
            @Override
            Future<Void> connect(Vertx vertx, DbConfig config) {
                Pool pool = Database.open(vertx, config, "tls");
                return Database.ping(pool).eventually(pool::close);
            }
        },
        MIGRATIONS {
            @Override
            Future<Void> connect(Vertx vertx, DbConfig config) {
                return Migrations.run(vertx, config, "db/core");
            }
        };

        abstract Future<Void> connect(Vertx vertx, DbConfig config);

        final void connect(Vertx vertx, String url) {
            await(connect(vertx, config(url)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRightHostOfAnAcceptedAuthorityPasses(Driver driver, Vertx vertx) {
        driver.connect(vertx, server.url(RIGHT_HOST, "sslmode=verify-full&sslrootcert=" + ours));
        driver.connect(vertx, server.url(RIGHT_HOST, "sslmode=verify-full&sslrootcert=" + both));
        driver.connect(vertx, server.url(RIGHT_HOST, "sslmode=verify-ca&sslrootcert=" + ours));
    }

    @ParameterizedTest
    @EnumSource
    void theWrongHostIsRefusedWhereHostsAreChecked(Driver driver, Vertx vertx) {
        assertThatThrownBy(
                        () -> driver.connect(vertx, server.url(WRONG_HOST, "sslmode=verify-full&sslrootcert=" + ours)))
                .hasMessageContaining(driver == Driver.POOL ? POOLS_REASON : WRONG_HOST);
        driver.connect(vertx, server.url(WRONG_HOST, "sslmode=verify-ca&sslrootcert=" + ours));
    }

    @ParameterizedTest
    @EnumSource
    void aForeignAuthorityIsRefusedByEveryModeThatHasAFile(Driver driver, Vertx vertx) {
        for (String mode : new String[] {"verify-full", "verify-ca", "require"}) {
            assertThatThrownBy(() -> driver.connect(
                            vertx, server.url(RIGHT_HOST, "sslmode=" + mode + "&sslrootcert=" + foreign)))
                    .as(mode)
                    .hasStackTraceContaining(driver == Driver.POOL ? POOLS_REASON : "PKIX path");
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAFileTlsIsUsedUnverified(Driver driver, Vertx vertx) {
        driver.connect(vertx, server.url(WRONG_HOST, "sslmode=require"));
        driver.connect(vertx, server.url(WRONG_HOST, "sslmode=prefer"));
    }

    @ParameterizedTest
    @EnumSource
    void plainIsRefusedByAServerThatDemandsTls(Driver driver, Vertx vertx) {
        assertThatThrownBy(() -> driver.connect(vertx, server.url(RIGHT_HOST, "sslmode=disable")))
                .hasMessageContaining("no encryption");
    }

    @ParameterizedTest
    @EnumSource
    void aServerWithoutTlsIsRefusedByWhoeverDemandsIt(Driver driver, Vertx vertx) {
        assertThatThrownBy(() -> driver.connect(vertx, plainUrl + "?sslmode=require"));
        driver.connect(vertx, plainUrl + "?sslmode=prefer");
    }

    @Test
    void thePoolReallySpeaksTls(Vertx vertx) {
        Pool pool =
                Database.open(vertx, config(server.url(RIGHT_HOST, "sslmode=verify-full&sslrootcert=" + ours)), "tls");

        String version = await(pool.query("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl")
                        .execute())
                .iterator()
                .next()
                .getString(0);

        assertThat(version).startsWith("TLSv1.");
        await(pool.close());
    }

    private static DbConfig config(String url) {
        ConfigReader reader = ConfigReader.of(Map.of("DATABASE_URL", url));
        DbConfig config = DbConfig.from(reader);
        reader.finish();
        return config;
    }
}
