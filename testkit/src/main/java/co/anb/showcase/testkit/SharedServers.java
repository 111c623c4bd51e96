package co.anb.showcase.testkit;

import co.anb.showcase.embedded.broker.AmqpBroker;
import co.anb.showcase.embedded.broker.EmbeddedBroker;
import co.anb.showcase.embedded.broker.PrivateRabbitMq;
import co.anb.showcase.embedded.broker.RabbitMqOptions;
import co.anb.showcase.embedded.postgres.EmbeddedPostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The one PostgreSQL, the one broker and the one S3 server of this JVM, each started when it is first asked for and
 * stopped with the JVM.
 *
 * <p>Files lie in {@code anb-test-<pid>-…} of the temp folder. A killed JVM leaves its folder behind (its servers are
 * ended by the kernel); the next one removes it when no process has that id any more.
 */
final class SharedServers {
    private static final String PREFIX = "anb-test-";

    private static @Nullable Path folder;
    private static @Nullable EmbeddedPostgresServer postgres;
    private static @Nullable AmqpBroker broker;
    private static @Nullable S3Server s3;
    private static boolean stopsWithJvm;

    private SharedServers() {}

    static synchronized EmbeddedPostgresServer postgres() {
        EmbeddedPostgresServer running = postgres;
        if (running == null) {
            running = EmbeddedPostgresServer.start(folder().resolve("postgres"), 0);
            postgres = running;
        }
        return running;
    }

    static synchronized AmqpBroker broker() {
        AmqpBroker running = broker;
        if (running == null) {
            running = BrokerKind.chosen() == BrokerKind.QPID ? EmbeddedBroker.start(0) : rabbitMq();
            stopWithJvm();
            broker = running;
        }
        return running;
    }

    private static PrivateRabbitMq rabbitMq() {
        return PrivateRabbitMq.start(
                InstalledBroker.rabbitMq(),
                folder().resolve("rabbitmq"),
                RabbitMqOptions.onPort(0).withManagement());
    }

    static synchronized S3Server s3() {
        S3Server running = s3;
        if (running == null) {
            running = S3Server.start(folder().resolve("s3"));
            s3 = running;
        }
        return running;
    }

    /** The folder of this JVM. */
    static synchronized Path folder() {
        Path existing = folder;
        if (existing == null) {
            Path parent = Path.of(System.getProperty("java.io.tmpdir"));
            try {
                removeLeftovers(parent);
                existing = Files.createTempDirectory(
                        parent, PREFIX + ProcessHandle.current().pid() + "-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folder = existing;
            stopWithJvm();
        }
        return existing;
    }

    static void delete(Path root) throws IOException {
        try (var walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void stopWithJvm() {
        if (!stopsWithJvm) {
            stopsWithJvm = true;
            Runtime.getRuntime().addShutdownHook(new Thread(SharedServers::stop, "showcase-test-servers-stop"));
        }
    }

    private static synchronized void stop() {
        if (broker instanceof PrivateRabbitMq node) {
            // Its data goes anyway, and an orderly stop takes 6 s.
            node.kill();
        } else if (broker != null) {
            broker.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (s3 != null) {
            s3.close();
        }
        if (folder != null) {
            try {
                delete(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void removeLeftovers(Path parent) throws IOException {
        try (var folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path leftover : folders) {
                String name = leftover.getFileName().toString().substring(PREFIX.length());
                if (name.matches("\\d+-.*") && !isAlive(Long.parseLong(name.substring(0, name.indexOf('-'))))) {
                    EmbeddedPostgresServer.endOrphan(leftover.resolve("postgres"));
                    PrivateRabbitMq.endOrphan(leftover.resolve("rabbitmq"));
                    delete(leftover);
                }
            }
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
