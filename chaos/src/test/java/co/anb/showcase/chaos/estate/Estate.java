package co.anb.showcase.chaos.estate;

import co.anb.showcase.api.ApiMain;
import co.anb.showcase.embedded.LoopbackPorts;
import co.anb.showcase.embedded.broker.EmbeddedBroker;
import co.anb.showcase.embedded.postgres.EmbeddedPostgresServer;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.Tokens;
import co.anb.showcase.worker.WorkerMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small showcase: PostgreSQL and the broker behind proxies that break on command, a store, and services in processes
 * of their own. Deadlines are short, so that every repair is seen in seconds; clips of a second are accepted.
 */
public final class Estate implements AutoCloseable {

    private static final String BROKER_USER = "anb";
    private static final String BROKER_PASSWORD = "chaos-password";

    private final Path folder;
    private final Tokens tokens;
    private final Store store;
    private final int postgresPort = LoopbackPorts.free();
    private final int brokerPort = LoopbackPorts.free();
    private final int apiPort = LoopbackPorts.free();
    private final FaultProxy database = FaultProxy.to(postgresPort);
    private final FaultProxy broker = FaultProxy.to(brokerPort);
    private final List<ServiceProcess> services = new ArrayList<>();
    private EmbeddedPostgresServer postgres;
    private EmbeddedBroker qpid;
    private int workers;

    private Estate(Path folder, Tokens tokens, Store store) {
        this.folder = folder;
        this.tokens = tokens;
        this.store = store;
        postgres = EmbeddedPostgresServer.start(folder.resolve("postgres"), postgresPort);
        postgres.createDatabase("anb_core");
        qpid = EmbeddedBroker.start(brokerPort, BROKER_USER, BROKER_PASSWORD);
    }

    /**
     * Starts what the services stand on, with a folder for objects.
     *
     * @param folder an empty one; whoever owns it deletes it
     * @param tokens stands in for the Auth service
     */
    public static Estate open(Path folder, Tokens tokens) {
        return open(folder, tokens, new FolderStore(folder.resolve("storage")));
    }

    /** The same with a store of the caller's, which outlives it. */
    public static Estate open(Path folder, Tokens tokens, Store store) {
        return new Estate(folder, tokens, store);
    }

    /** Starts the Core API, on the same port each time. */
    public ServiceProcess api(Map<String, String> more) {
        Map<String, String> environment = common(more);
        environment.putIfAbsent("HTTP_PORT", String.valueOf(apiPort));
        environment.putIfAbsent("HTTP_INSTANCES", "2");
        environment.putIfAbsent("AUTH_URL", tokens.authUrl());
        environment.putIfAbsent("UPLOAD_DAILY_QUOTA", "100000");
        environment.putIfAbsent("RELAY_PERIOD", "200ms");
        environment.putIfAbsent("RECONCILER_PERIOD", "500ms");
        environment.putIfAbsent("RECONCILER_LOST_AFTER", "3s");
        environment.putIfAbsent("REAPER_PERIOD", "500ms");
        environment.putIfAbsent("UPLOAD_TIMEOUT", "10s");
        environment.putIfAbsent("REAPER_ABANDONED_AFTER", "11s");
        return started(ApiMain.class, environment);
    }

    /** Starts a worker beside those that run. */
    public ServiceProcess worker(Map<String, String> more) {
        Map<String, String> environment = common(more);
        environment.putIfAbsent("HTTP_PORT", "0");
        environment.putIfAbsent(
                "WORKER_SCRATCH_DIR", folder.resolve("scratch-" + ++workers).toString());
        environment.putIfAbsent("FFMPEG_BUNDLE_DIR", folder.resolve("ffmpeg").toString());
        environment.putIfAbsent("PIPELINE_CACHE_DIR", folder.resolve("bumpers").toString());
        environment.putIfAbsent("PIPELINE_PRESET", "ultrafast");
        // As polite as it is by default, it would stand still while another module's tests want the processors.
        environment.putIfAbsent("FFMPEG_NICE", "0");
        environment.putIfAbsent("CONTEST_SHORTEST_VIDEO", "1s");
        environment.putIfAbsent("CONTEST_SHORTER_SIDE", "180");
        return started(WorkerMain.class, environment);
    }

    /** Where the Core API listens when it runs. */
    public int apiPort() {
        return apiPort;
    }

    /** The way to the database. */
    public FaultProxy database() {
        return database;
    }

    /** The way to the broker. */
    public FaultProxy broker() {
        return broker;
    }

    /** Stops the database's process in order. */
    public void stopDatabase() {
        postgres.close();
    }

    /** Starts it again, with what it had. */
    public void startDatabase() {
        postgres = EmbeddedPostgresServer.start(folder.resolve("postgres"), postgresPort);
    }

    /** Stops the broker; its messages are gone, since it keeps them in memory. */
    public void stopBroker() {
        qpid.close();
    }

    /** Starts an empty broker in the place of the old one. */
    public void startBroker() {
        qpid = EmbeddedBroker.start(brokerPort, BROKER_USER, BROKER_PASSWORD);
    }

    /** The address of the broker without the proxy: for whoever looks and is not to be disturbed. */
    public String amqpUri() {
        return qpid.uri();
    }

    /** Core's rows, without the proxy. */
    public CoreRows rows() {
        return new CoreRows(postgres.url("anb_core"));
    }

    /** Where the objects are. */
    public Store store() {
        return store;
    }

    /** For anything. */
    public Path folder() {
        return folder;
    }

    /**
     * Warnings about event loops that were held for 100 ms, of all services, with stack traces.
     *
     * @param warmUp left out: the time of each service since it was ready
     */
    public List<String> blockedThreads(Duration warmUp) {
        return services.stream()
                .flatMap(service -> BlockedThreads.in(service.said(), warmUp).stream())
                .toList();
    }

    @Override
    public void close() {
        database.resume();
        broker.resume();
        services.forEach(ServiceProcess::close);
        database.close();
        broker.close();
        qpid.close();
        postgres.close();
    }

    private ServiceProcess started(Class<?> main, Map<String, String> environment) {
        ServiceProcess service = ServiceProcess.start(main, environment, folder);
        services.add(service);
        return service;
    }

    private Map<String, String> common(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(store.environment());
        environment.putAll(more);
        environment.putIfAbsent("DATABASE_URL", database.through(postgres.url("anb_core")));
        environment.putIfAbsent("AMQP_URI", broker.through(qpid.uri()));
        environment.putIfAbsent("AMQP_BROKER", "qpid");
        environment.putIfAbsent("AMQP_BACKOFF_MIN", "100ms");
        environment.putIfAbsent("AMQP_BACKOFF_MAX", "500ms");
        environment.putIfAbsent("JOBS_LEASE", "4s");
        environment.putIfAbsent("JOBS_RETRY_DELAY", "200ms");
        return environment;
    }
}
