package co.anb.showcase.shared.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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
    private static final int CONNECT_TRIES = 60;
    private static final long RETRY_INTERVAL_MILLIS = 1_000;

    /** No connection, too little of something (class 53), or a server that starts or stops (class 57). */
    private static final Pattern PASSING = Pattern.compile("08001|53\\d{3}|57\\w{3}");

    private Migrations() {}

    /**
     * Migrates, waiting up to a minute for a database that is still starting. What waiting can't mend, such as a wrong
     * password or a certificate that is refused, fails at once.
     *
     * @param location the folder on the class path that holds the scripts, such as {@code db/core}
     * @return fails when a script fails or the database stays away
     */
    public static Future<Void> run(Vertx vertx, DbConfig config, String location) {
        WorkerExecutor worker = vertx.createSharedWorkerExecutor("migrations", 1, 5, TimeUnit.MINUTES);
        PGSimpleDataSource source = dataSource(config);
        return serverAnswers(vertx, worker, source, 1)
                .compose(there -> worker.executeBlocking(() -> migrate(source, location)))
                .onSuccess(applied -> LOG.info("schema is up to date location={} applied={}", location, applied))
                .<Void>mapEmpty()
                .eventually(worker::close);
    }

    private static int migrate(PGSimpleDataSource source, String location) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:" + location)
                .ignoreMigrationPatterns("*:future")
                .load()
                .migrate()
                .migrationsExecuted;
    }

    /** Flyway's own retries would go on for a minute whatever the reason. */
    private static Future<Void> serverAnswers(
            Vertx vertx, WorkerExecutor worker, PGSimpleDataSource source, int attempt) {
        return worker.<Void>executeBlocking(() -> {
                    source.getConnection().close();
                    return null;
                })
                .recover(failure -> {
                    if (attempt == CONNECT_TRIES || !mayPass(failure)) {
                        return Future.failedFuture(failure);
                    }
                    LOG.warn("database is not there yet, tries={} reason={}", attempt, failure.getMessage());
                    return vertx.timer(RETRY_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)
                            .compose(fired -> serverAnswers(vertx, worker, source, attempt + 1));
                });
    }

    private static boolean mayPass(Throwable failure) {
        String state = failure instanceof SQLException refused ? refused.getSQLState() : null;
        return state != null && PASSING.matcher(state).matches();
    }

    private static PGSimpleDataSource dataSource(DbConfig config) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {config.host()});
        source.setPortNumbers(new int[] {config.port()});
        source.setDatabaseName(config.database());
        source.setUser(config.user());
        source.setPassword(config.password().value());
        source.setSslMode(config.tls().mode().text());
        config.tls().authorities().ifPresent(file -> source.setSslRootCert(file.toString()));
        return source;
    }
}
