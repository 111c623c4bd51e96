package co.anb.showcase.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.anb.showcase.embedded.LoopbackPorts;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the machine's RabbitMQ, which CI must have. */
@Tag("rabbitmq")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PrivateRabbitMqIT {
    @TempDir
    Path root;

    private Path home;
    private RabbitMqProgram program;

    @BeforeEach
    void isInstalled() {
        home = root.resolve("mi carpeta ñ");
        Optional<RabbitMqProgram> found = RabbitMqProgram.find(System.getenv());
        assumeTrue(
                found.isPresent() || "true".equals(System.getenv("CI")),
                "no rabbitmq-server 3.10 or newer is installed here");
        program = found.orElseThrow(() -> new AssertionError("CI needs a rabbitmq-server 3.10 or newer"));
    }

    @Test
    void keepsMessagesOverARestartAndLeavesNoProcessBehind() throws Exception {
        int metricsPort = LoopbackPorts.free();
        PrivateRabbitMq first = startAsOthersTakePorts(
                RabbitMqOptions.onPort(0).withManagement().withPrometheus(metricsPort));
        try {
            first.createVirtualHost("side");
            publish(first.uri("side"), "uno");
            publish(first.uri(), "dos");
            assertThat(get("http://127.0.0.1:" + metricsPort + "/metrics"))
                    .contains("rabbitmq_connections_opened_total");
            assertThat(listensOutsideLoopback(first.processes())).isEmpty();
        } finally {
            first.close();
        }
        assertThat(first.processes()).noneMatch(PrivateRabbitMqIT::isAlive);

        PrivateRabbitMq second = PrivateRabbitMq.start(
                program, home, RabbitMqOptions.onPort(first.port()).withManagement());
        try {
            assertThat(second.uri()).isEqualTo(first.uri());
            assertThat(receive(second.uri("side"))).isEqualTo("uno");
            assertThat(receive(second.uri())).isEqualTo("dos");
            assertThat(second.ctl("list_vhosts", "--quiet", "--no-table-headers")
                            .lines())
                    .containsExactlyInAnyOrder("anb", "side");
            second.deleteVirtualHost("side");
            second.deleteVirtualHost("side");
            assertThatThrownBy(() -> receive(second.uri("side"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> second.ctl("no_such_command")).isInstanceOf(EmbeddedBrokerException.class);
            assertThatThrownBy(() -> receive(second.uri().replaceFirst(":[0-9a-f]+@", ":wrong@")))
                    .isInstanceOf(com.rabbitmq.client.PossibleAuthenticationFailureException.class);
            assertThatThrownBy(() -> start(0)).hasMessageContaining("is served by process");

            // As the next run does when this one was killed.
            assertThat(PrivateRabbitMq.endOrphan(home)).isEqualTo(2);
            assertThat(second.isRunning()).isFalse();
        } finally {
            second.kill();
        }
        assertThat(second.processes()).noneMatch(PrivateRabbitMqIT::isAlive);
        assertThat(PrivateRabbitMq.endOrphan(home)).isZero();
        second.close();
        PrivateRabbitMq.forget(home);
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void refusesATakenPort() throws IOException {
        int port = LoopbackPorts.free();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> start(port))
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContaining(Integer.toString(port));
        }
    }

    @Test
    void leavesAStrangerAloneWhoHasARecordedProcessId() throws IOException {
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            Files.createDirectories(home);
            long start = stranger.info().startInstant().orElseThrow().toEpochMilli();
            Files.writeString(
                    home.resolve("processes"),
                    "%1$d %2$d %3$s%n%1$d %4$d 300%nnonsense%n".formatted(stranger.pid(), start, home, start - 5_000));

            assertThat(PrivateRabbitMq.endOrphan(home)).isZero();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void endsWhenItsParentIsKilled() throws IOException {
        Files.createDirectories(home);
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeHolder.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("holder.log").toFile())
                .start();
        try {
            Awaitility.await().atMost(120, TimeUnit.SECONDS).until(() -> Files.exists(home.resolve("held")));
            List<Long> processes = Files.readAllLines(home.resolve("held")).stream()
                    .map(Long::parseLong)
                    .toList();
            assertThat(processes).hasSize(2).allMatch(PrivateRabbitMqIT::isAlive);

            parent.destroyForcibly();

            Awaitility.await()
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> processes.stream().noneMatch(PrivateRabbitMqIT::isAlive));
        } finally {
            parent.destroyForcibly();
        }
    }

    private PrivateRabbitMq start(int port) {
        return PrivateRabbitMq.start(program, home, RabbitMqOptions.onPort(port));
    }

    /** Starts a node whose first draw of ports holds one, for distribution, that somebody else took first. */
    private PrivateRabbitMq startAsOthersTakePorts(RabbitMqOptions options) throws IOException {
        AtomicInteger draws = new AtomicInteger();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PrivateRabbitMq node = PrivateRabbitMq.start(
                    program,
                    home,
                    options,
                    () -> draws.incrementAndGet() == 4 ? taken.getLocalPort() : LoopbackPorts.free());
            assertThat(draws).as("ports drawn").hasValue(8);
            return node;
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** From /proc/net/tcp: what these processes listen on that is not 127.0.0.1. */
    private static List<String> listensOutsideLoopback(List<Long> processes) throws IOException {
        List<String> inodes =
                processes.stream().flatMap(PrivateRabbitMqIT::socketInodes).toList();
        assertThat(inodes).isNotEmpty();
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/tcp"))) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > 9 && fields[3].equals("0A") && inodes.contains(fields[9]))
                    .map(fields -> fields[1])
                    .filter(address -> !address.startsWith("0100007F:"))
                    .toList();
        }
    }

    private static Stream<String> socketInodes(long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files
                    .map(PrivateRabbitMqIT::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void publish(String uri, String text) throws Exception {
        try (Connection connection = connect(uri);
                Channel channel = connection.createChannel()) {
            assertThat(declare(channel)).isEqualTo("jobs");
            assertThat(channel.confirmSelect()).isNotNull();
            channel.basicPublish(
                    "", "jobs", true, MessageProperties.PERSISTENT_BASIC, text.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(10_000);
        }
    }

    private static String receive(String uri) throws Exception {
        try (Connection connection = connect(uri);
                Channel channel = connection.createChannel()) {
            assertThat(declare(channel)).isEqualTo("jobs");
            GetResponse response = channel.basicGet("jobs", true);
            return response == null ? "nothing" : new String(response.getBody(), StandardCharsets.UTF_8);
        }
    }

    private static String declare(Channel channel) throws IOException {
        return channel.queueDeclare("jobs", true, false, false, Map.of("x-queue-type", "quorum"))
                .getQueue();
    }

    private static Connection connect(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection("rabbitmq-it");
    }
}
