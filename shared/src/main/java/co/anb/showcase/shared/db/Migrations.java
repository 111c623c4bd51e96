package co.anb.showcase.shared.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database's schema up to date with Flyway. Every node does so at start, under Flyway's own lock; a node that
 * finds a newer schema than it knows runs on, since migrations leave the release before them working (expand/contract).
 */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final int CONNECT_RETRIES = 60;
    private static final int RETRY_INTERVAL_SECONDS = 1;

    private Migrations() {}

    /**
     * Migrates, waiting up to a minute for a database that is still starting.
     *
     * @param location the folder on the class path that holds the scripts, such as {@code db/core}
     * @return fails when a script fails or the database stays away
     */
    public static Future<Void> run(Vertx vertx, DbConfig config, String location) {
        WorkerExecutor worker = vertx.createSharedWorkerExecutor("migrations", 1, 5, TimeUnit.MINUTES);
        return worker.<Void>executeBlocking(() -> {
                    migrate(config, location);
                    return null;
                })
                .eventually(worker::close);
    }

    private static void migrate(DbConfig config, String location) {
        int applied = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource(config))
                .locations("classpath:" + location)
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(RETRY_INTERVAL_SECONDS)
                .ignoreMigrationPatterns("*:future")
                .load()
                .migrate()
                .migrationsExecuted;
        LOG.info("schema is up to date location={} applied={}", location, applied);
    }

    private static PGSimpleDataSource dataSource(DbConfig config) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {config.host()});
        source.setPortNumbers(new int[] {config.port()});
        source.setDatabaseName(config.database());
        source.setUser(config.user());
        source.setPassword(config.password().value());
        source.setSslMode(config.sslMode().text());
        config.sslRootCert().ifPresent(source::setSslRootCert);
        return source;
    }
}
