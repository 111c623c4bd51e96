package co.anb.showcase.local.clustered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.api.ApiMain;
import co.anb.showcase.local.LocalProcess;
import co.anb.showcase.testkit.CoreRows;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run of {@code --clustered} with Auth, two nodes of Core and a worker, whose processes can be reached one by one.
 */
final class ClusteredEstate implements AutoCloseable {

    /** The nodes of Core. */
    static final List<String> NODES = List.of("core-1", "core-2");

    private static final List<String> MEMBERS = List.of("auth-1", "core-1", "core-2", "worker-1");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** Quick starts, clips of a second, and repairs within seconds. */
    private static final Map<String, String> VARIABLES = Map.of(
            "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1",
            "CONTEST_SHORTEST_VIDEO", "1s",
            "CONTEST_SHORTER_SIDE", "180",
            "PIPELINE_PRESET", "ultrafast",
            "JOBS_LEASE", "4s",
            "JOBS_RETRY_DELAY", "200ms",
            "RECONCILER_PERIOD", "1s",
            "RECONCILER_LOST_AFTER", "5s");

    private final LocalProcess local;
    private final Path data;
    private final int port;
    private final ClusterNetwork network;
    private final Properties ports = new Properties();

    private ClusteredEstate(LocalProcess local, Path data, int port, ClusterNetwork network) {
        this.local = local;
        this.data = data;
        this.port = port;
        this.network = network;
    }

    /** Starts it in an empty folder. */
    static ClusteredEstate start(Path folder) {
        Path data = folder.resolve("data");
        int port = LocalProcess.freePort();
        ClusterNetwork network = ClusterNetwork.choose();
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("CLUSTER_BIND_ADDRESS", network.address());
        LocalProcess local = LocalProcess.start(
                folder,
                variables,
                "--clustered",
                "--broker",
                "embedded",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString());
        local.awaitReady();
        ClusteredEstate estate = new ClusteredEstate(local, data, port, network);
        try (Reader kept = Files.newBufferedReader(data.resolve("ports.properties"))) {
            estate.ports.load(kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return estate;
    }

    /** Of the gateway. */
    int port() {
        return port;
    }

    /**
     * Of a member's service: {@code core-2} has the port that local mode calls so, {@code core-1} that of {@code core}.
     */
    int port(String member) {
        return Integer.parseInt(ports.getProperty(member.replace("-1", ""), ""));
    }

    /** What the members reach each other by, and by nothing else. */
    ClusterNetwork network() {
        return network;
    }

    /** The ports at which the members look for each other. */
    List<Integer> clusterPorts() {
        return MEMBERS.stream().map(member -> port("cluster-" + member)).toList();
    }

    /** Waits until each member sees so many, itself included. */
    void awaitEachSees(int members, Duration limit) {
        await().atMost(limit)
                .untilAsserted(() -> assertThat(MEMBERS)
                        .allSatisfy(member -> assertThat(health(port(member))).contains("\"" + members + " members:")));
    }

    /** Core's rows. */
    CoreRows rows() {
        String password = read(data.resolve("postgres/password")).strip();
        return new CoreRows(
                "postgresql://anb:" + password + "@127.0.0.1:" + ports.getProperty("postgres") + "/anb_core");
    }

    /** What the person at the terminal has read. */
    String said() {
        return local.said();
    }

    /** The process of a member. */
    ProcessHandle process(String member) {
        String mark = "-Danb.member=" + data.resolve("logs/" + member + ".log");
        return processes()
                .filter(process -> commandOf(process).contains(mark))
                .findFirst()
                .orElseThrow(() -> new AssertionError(member + " does not run"));
    }

    /** All processes of the run. */
    Stream<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> commandOf(process).contains(data.toString()));
    }

    /** Sends a signal to a member; gives the process that got it. */
    @CanIgnoreReturnValue
    ProcessHandle signal(String member, String name) {
        ProcessHandle process = process(member);
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process;
    }

    /** Waits until a process of a member has ended, that was said, and another one is ready in its place. */
    void awaitSuccessor(String member, ProcessHandle ended) {
        await().atMost(PATIENCE).until(() -> !ended.isAlive());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(said()).contains("process " + ended.pid() + " ended; starts again in"));
        await().atMost(PATIENCE).until(() -> isReady(member));
    }

    /** Waits until every member is ready and the gateway sends requests to each node. */
    void awaitCalm() {
        await().atMost(PATIENCE).until(() -> MEMBERS.stream().allMatch(this::isReady));
        awaitNodes();
    }

    /** Waits until both nodes of Core are ready and the gateway sends requests to each. */
    void awaitNodes() {
        await().atMost(PATIENCE).until(() -> NODES.stream().allMatch(this::isReady));
        await().atMost(PATIENCE)
                .until(() -> NODES.stream().allMatch(node -> told("is taken out", node) == told("is back", node)));
    }

    /** How often the gateway has told something of a node. */
    long told(String news, String node) {
        String line = "node " + news + " port=" + port(node) + " ";
        return read(data.resolve("logs/anb.log"))
                .lines()
                .filter(text -> text.contains(line))
                .count();
    }

    /**
     * Starts one more node of Core, which has all that {@code core-1} has but the cluster; returns when it is ready.
     */
    Process startLoneNode(int httpPort) {
        ProcessHandle model = process("core-1");
        Map<String, String> environment = Arrays.stream(read(Path.of("/proc", Long.toString(model.pid()), "environ"))
                        .split("\0", -1))
                .filter(variable -> variable.contains("="))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, same) -> one, HashMap::new));
        environment.keySet().removeIf(name -> name.startsWith("CLUSTER_"));
        environment.put("HTTP_PORT", Integer.toString(httpPort));
        List<String> command = List.of(
                model.info().command().orElseThrow(),
                "-cp",
                Path.of("target", "anb-local.jar").toAbsolutePath().toString(),
                ApiMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("logs/lone.log").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process node = builder.start();
            await().atMost(PATIENCE).until(() -> isReady(httpPort) || !node.isAlive());
            assertThat(node.isAlive()).as(read(data.resolve("logs/lone.log"))).isTrue();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        local.close();
    }

    private boolean isReady(String member) {
        return isReady(port(member));
    }

    private static boolean isReady(int port) {
        return health(port).startsWith("200 ");
    }

    /** The status and the report; empty while there is none. */
    private static String health(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String commandOf(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
