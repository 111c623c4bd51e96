package co.anb.showcase.shared.db;

import io.netty.channel.ChannelFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the process's one pool to a database. */
public final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final int IDLE_SECONDS = 60;

    private static final String PING = "SELECT 1";

    private Database() {}

    /**
     * Opens a pool; connections are made when they are needed, so this never fails because the server is away.
     *
     * @param name the pool's name in metrics
     */
    public static Pool open(Vertx vertx, DbConfig config, String name) {
        PoolOptions pool = new PoolOptions()
                .setName(name)
                .setMaxSize(config.poolSize())
                .setMaxWaitQueueSize(config.waitQueueSize())
                .setConnectionTimeout((int) config.acquireTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        NetClientOptions net =
                new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setTcpKeepAlive(true);
        return PgBuilder.pool()
                .with(pool)
                .with(net)
                .connectingTo(options(config, name))
                .using(vertx)
                .build();
    }

    /** Succeeds when the database answers a statement: the health check of whoever has a pool. */
    public static Future<Void> ping(SqlClient client) {
        return client.query(PING).execute().mapEmpty();
    }

    /**
     * Closes a connection's socket now. {@code close()} waits for the answer to the statement that is under way, which
     * over a lost route never comes. May be called from any thread.
     */
    public static void abort(SqlConnection connection) {
        if (connection instanceof SqlConnectionInternal known
                && known.unwrap().unwrap() instanceof SocketConnectionBase socket) {
            ChannelFuture unused = socket.socket().channelHandlerContext().close();
        } else {
            connection.close().onFailure(e -> LOG.debug("connection could not be closed", e));
        }
    }

    /** How a single connection to the database is made. */
    public static PgConnectOptions options(DbConfig config, String applicationName) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setDatabase(config.database())
                .setUser(config.user())
                .setPassword(config.password().value())
                .setSslMode(SslMode.of(config.tls().mode().text()))
                .setCachePreparedStatements(true);
        options.addProperty("application_name", applicationName);
        options.addProperty(
                "statement_timeout", Long.toString(config.statementTimeout().toMillis()));
        if (config.tls().mode() != DbTls.Mode.DISABLE) {
            options.setSslOptions(options(config.tls()));
        }
        return options;
    }

    private static ClientSSLOptions options(DbTls tls) {
        ClientSSLOptions options = new ClientSSLOptions();
        tls.authorities()
                .ifPresentOrElse(
                        file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())),
                        () -> options.setTrustAll(true));
        boolean checksHost = tls.mode() == DbTls.Mode.VERIFY_FULL;
        return options.setHostnameVerificationAlgorithm(checksHost ? "HTTPS" : "");
    }
}
