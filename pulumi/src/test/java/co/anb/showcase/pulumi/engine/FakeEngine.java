package co.anb.showcase.pulumi.engine;

import co.anb.showcase.pulumi.AnbStack;
import co.anb.showcase.pulumi.Main;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.Empty;
import com.google.protobuf.Value;
import com.pulumi.deployment.internal.InlineDeploymentSettings;
import com.pulumi.internal.PulumiInternal;
import com.pulumi.resources.StackOptions;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import pulumirpc.EngineGrpc;
import pulumirpc.EngineOuterClass;

/**
 * Runs the program and answers it in the place of the Pulumi engine and AWS, over gRPC as they do. In this JVM a run
 * costs a second; a test holds that it asks for the same as the entry point in a process of its own.
 */
public final class FakeEngine {

    private static final int MESSAGE_BYTES = 64 << 20;
    private static final String PROJECT = "anb";
    private static final int PATIENCE_MINUTES = 2;

    /** The SDK closes its channels with the process alone, and gRPC tells so of each. */
    private static final Logger CHANNELS = Logger.getLogger("io.grpc.internal.ManagedChannelOrphanWrapper");

    static {
        CHANNELS.setLevel(Level.OFF);
    }

    /** Runs the program against the engine at an address and returns its exit code. */
    private interface Program {
        int run(StackConfig config, String address) throws IOException;
    }

    private FakeEngine() {}

    /** As {@code pulumi up}: the entry point in a process, with the environment that the CLI gives it. */
    public static Graph upByEntryPoint(StackConfig config) {
        return run(config, false, FakeEngine::runProcess);
    }

    /** As {@code pulumi up}. */
    public static Graph up(StackConfig config) {
        return run(config, false, (known, address) -> runHere(known, false, address));
    }

    /** As {@code pulumi preview} of a stack that is not there yet: nothing that AWS computes is known. */
    public static Graph preview(StackConfig config) {
        return run(config, true, (known, address) -> runHere(known, true, address));
    }

    private static Graph run(StackConfig config, boolean dryRun, Program program) {
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
                int exitCode = program.run(config, "127.0.0.1:" + server.getPort());
                return new Graph(monitor.resources, texts(monitor.outputs), List.copyOf(messages.received), exitCode);
            } finally {
                server.shutdownNow();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a thread of its own, since the SDK keeps the deployment in the thread. */
    private static int runHere(StackConfig config, boolean dryRun, String address) {
        InlineDeploymentSettings settings = InlineDeploymentSettings.builder()
                .monitorAddr(address)
                .engineAddr(address)
                .project(PROJECT)
                .stack(config.stack())
                .isDryRun(dryRun)
                .config(ImmutableMap.copyOf(config.values()))
                .configSecretKeys(ImmutableSet.copyOf(config.secretKeys()))
                .build();
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Thread program = new Thread(() -> exitCode.complete(PulumiInternal.fromInline(settings, StackOptions.Empty)
                .runAsync(AnbStack::declare)
                .join()));
        program.setDaemon(true);
        program.setUncaughtExceptionHandler((thread, failure) -> exitCode.completeExceptionally(failure));
        program.start();
        return exitCode.orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES).join();
    }

    private static int runProcess(StackConfig config, String address) throws IOException {
        ProcessBuilder program = new ProcessBuilder(command()).redirectErrorStream(true);
        program.environment()
                .putAll(Map.of(
                        "PULUMI_MONITOR",
                        address,
                        "PULUMI_ENGINE",
                        address,
                        "PULUMI_PROJECT",
                        PROJECT,
                        "PULUMI_STACK",
                        config.stack(),
                        "PULUMI_DRY_RUN",
                        "false",
                        "PULUMI_CONFIG",
                        config.valuesJson(),
                        "PULUMI_CONFIG_SECRET_KEYS",
                        config.secretKeysJson()));
        Process process = program.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
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

    /** With the options of this JVM, the coverage agent among them. */
    private static List<String> command() {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
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
