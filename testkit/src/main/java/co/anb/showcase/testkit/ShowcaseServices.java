package co.anb.showcase.testkit;

import co.anb.showcase.embedded.broker.AmqpBroker;
import co.anb.showcase.embedded.broker.PrivateRabbitMq;
import co.anb.showcase.embedded.postgres.EmbeddedPostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The services of one test class: nothing of another class is in them, and nothing of this one stays behind.
 *
 * <p>Each is made when it is first asked for. Thread-safe; the methods block.
 */
public final class ShowcaseServices implements AutoCloseable {
    private final String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final Map<String, String> nameToDatabase = new HashMap<>();
    private final BrokerKind brokerKind = BrokerKind.chosen();
    private @Nullable String virtualHost;
    private boolean alarm;
    private @Nullable S3Bucket bucket;
    private @Nullable Path temp;

    ShowcaseServices() {}

    /**
     * Returns the address of a database that is empty at first and belongs to this class.
     *
     * @param name what the class calls it ({@code core}, {@code auth}); the same name is the same database
     * @return {@code postgresql://user:password@127.0.0.1:port/database}
     */
    public synchronized String databaseUrl(String name) {
        EmbeddedPostgresServer server = SharedServers.postgres();
        String database = nameToDatabase.computeIfAbsent(name, ignored -> {
            String fresh = "anb_%s_%s".formatted(name, suffix);
            server.createDatabase(fresh);
            return fresh;
        });
        return server.url(database);
    }

    /** Returns the address of a virtual host that is empty at first and belongs to this class: {@code amqp://…}. */
    public synchronized String amqpUri() {
        AmqpBroker broker = SharedServers.broker();
        String host = virtualHost;
        if (host == null) {
            host = "test-" + suffix;
            broker.createVirtualHost(host);
            virtualHost = host;
        }
        return broker.uri(host);
    }

    /** Which broker {@link #amqpUri()} leads to; what a service needs as {@code amqp.broker}, in lower case. */
    public BrokerKind brokerKind() {
        return brokerKind;
    }

    /**
     * Puts RabbitMQ's memory alarm on or off: while it is on, the broker takes no messages from anybody. Only on
     * RabbitMQ.
     */
    public synchronized void alarm(boolean on) {
        if (!(SharedServers.broker() instanceof PrivateRabbitMq node)) {
            throw new UnsupportedOperationException("the embedded broker has no alarms");
        }
        if (on != alarm) {
            alarm = on;
            node.ctl("set_vm_memory_high_watermark", on ? "0" : "0.4");
        }
    }

    /** A bucket that is empty at first and belongs to this class; it goes with the JVM. */
    public synchronized S3Bucket s3Bucket() {
        S3Bucket existing = bucket;
        if (existing == null) {
            existing = S3Bucket.create(SharedServers.s3().endpoint(), "test-" + suffix);
            bucket = existing;
        }
        return existing;
    }

    /** An empty folder for stored objects. */
    public Path storageDir() {
        return folder("storage");
    }

    /** An empty folder for anything. */
    public Path temp() {
        return folder("temp");
    }

    /** Drops databases, virtual host and folders. */
    @Override
    public synchronized void close() throws IOException {
        nameToDatabase.values().forEach(database -> SharedServers.postgres().dropDatabase(database));
        nameToDatabase.clear();
        if (alarm) {
            alarm(false);
        }
        if (virtualHost != null) {
            SharedServers.broker().deleteVirtualHost(virtualHost);
            virtualHost = null;
        }
        if (temp != null) {
            SharedServers.delete(temp);
            temp = null;
        }
    }

    private synchronized Path folder(String name) {
        try {
            if (temp == null) {
                temp = Files.createTempDirectory(SharedServers.folder(), "class-");
            }
            return Files.createDirectories(temp.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
