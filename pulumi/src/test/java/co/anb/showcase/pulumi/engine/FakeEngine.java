package co.anb.showcase.pulumi.engine;

import co.anb.showcase.pulumi.Main;
import com.google.protobuf.Empty;
import com.google.protobuf.Value;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import pulumirpc.EngineGrpc;
import pulumirpc.EngineOuterClass;

/** Runs the program's entry point in a process of its own, with the environment that the Pulumi CLI gives it. */
public final class FakeEngine {

    private static final int MESSAGE_BYTES = 64 << 20;

    private FakeEngine() {}

    /** As {@code pulumi up}. */
    public static Graph up(StackConfig config) {
        return run(config, false);
    }

    /** As {@code pulumi preview} of a stack that is not there yet: nothing that AWS computes is known. */
    public static Graph preview(StackConfig config) {
        return run(config, true);
    }

    private static Graph run(StackConfig config, boolean dryRun) {
        RecordingMonitor monitor = new RecordingMonitor(config.stack(), dryRun);
        Messages messages = new Messages();
        try {
            Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                    .addService(monitor)
                    .addService(messages)
                    .maxInboundMessageSize(MESSAGE_BYTES)
                    .build()
                    .start();
            try {
                int exitCode = runProgram(config, dryRun, server.getPort());
                return new Graph(monitor.resources, texts(monitor.outputs), List.copyOf(messages.received), exitCode);
            } finally {
                server.shutdownNow();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int runProgram(StackConfig config, boolean dryRun, int port) throws IOException {
        ProcessBuilder program = new ProcessBuilder(command()).redirectErrorStream(true);
        String address = "127.0.0.1:" + port;
        program.environment()
                .putAll(Map.of(
                        "PULUMI_MONITOR", address,
                        "PULUMI_ENGINE", address,
                        "PULUMI_PROJECT", "anb",
                        "PULUMI_STACK", config.stack(),
                        "PULUMI_DRY_RUN", String.valueOf(dryRun),
                        "PULUMI_CONFIG", config.valuesJson(),
                        "PULUMI_CONFIG_SECRET_KEYS", config.secretKeysJson()));
        Process process = program.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the program does not end: " + output);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The coverage agent, if there is one, goes along. */
    private static List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"), "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }

    private static Map<String, String> texts(Map<String, Value> outputs) {
        Map<String, String> texts = new TreeMap<>();
        outputs.forEach(
                (name, value) -> texts.put(name, value.hasStringValue() ? value.getStringValue() : Declared.SECRET));
        return texts;
    }

    private static final class Messages extends EngineGrpc.EngineImplBase {

        private final Queue<String> received = new ConcurrentLinkedQueue<>();

        @Override
        public void log(EngineOuterClass.LogRequest request, StreamObserver<Empty> answer) {
            // The CLI shows these with --debug only; the SDK prints whole requests there, secrets and all.
            if (request.getSeverity() != EngineOuterClass.LogSeverity.DEBUG) {
                received.add(request.getSeverity() + " " + request.getMessage());
            }
            answer.onNext(Empty.getDefaultInstance());
            answer.onCompleted();
        }
    }
}
