package co.anb.showcase.worker.ffmpeg;

import static co.anb.showcase.worker.sandbox.Guarantee.BOUNDED;
import static co.anb.showcase.worker.sandbox.Guarantee.ENDS_WITH_PARENT;
import static co.anb.showcase.worker.sandbox.Guarantee.FILTERED_SYSTEM_CALLS;
import static co.anb.showcase.worker.sandbox.Guarantee.NO_NETWORK;
import static co.anb.showcase.worker.sandbox.Guarantee.NO_OTHER_FILES;
import static co.anb.showcase.worker.sandbox.Guarantee.NO_OTHER_WRITES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.ChildJvm;
import co.anb.showcase.testkit.Children;
import co.anb.showcase.worker.ffmpeg.FfmpegException.Kind;
import co.anb.showcase.worker.sandbox.Guarantee;
import co.anb.showcase.worker.sandbox.ProcessLimits;
import co.anb.showcase.worker.sandbox.Programs;
import co.anb.showcase.worker.sandbox.Reach;
import co.anb.showcase.worker.sandbox.Sandbox;
import co.anb.showcase.worker.sandbox.SandboxMode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every sandbox promises, asked of FFmpeg itself as a file would ask it that has taken it over. Where a sandbox
 * does not promise, the same deed must succeed: that is the control, and the plain statement of what the weaker ones
 * leave open.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SandboxIT {

    private static final ProcessLimits LIMITS =
            new ProcessLimits(Duration.ofSeconds(50), Duration.ofSeconds(40), 2L << 30, 300L << 20, 0);
    private static final String SECRET = "the planted secret";

    /** Names of those that were tried. */
    private static final Set<String> WORKING = new HashSet<>();

    private static FfmpegTools tools;

    @TempDir
    Path folder;

    private Path scratch = Path.of("");

    @BeforeAll
    static void locate() throws IOException {
        String bundle = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "anb-clips")
                .toString();
        Map<String, String> environment = Map.of("FFMPEG_BUNDLE_DIR", bundle, "FFMPEG_SANDBOX", "off");
        tools = new FfmpegLocator(FfmpegConfig.from(ConfigReader.of(environment))).locate();
    }

    @BeforeEach
    void makeScratch() throws IOException {
        scratch = Files.createDirectory(folder.resolve("scratch"));
    }

    @AfterEach
    void nothingIsLeft() {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Children.alive()).isEmpty());
    }

    static List<Sandbox> sandboxes() {
        return Sandbox.strongestFirst(Programs.onPath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bwrap", "unshare", "prlimit", "setpriv"})
    void programThatASandboxNeedsIsInstalled(String program) {
        missingIf(Programs.onPath().find(program).isEmpty(), program + " is not installed: its sandbox is not tested");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sandboxes")
    void connectsToNothing(Sandbox sandbox) throws Exception {
        FfmpegTools target = working(sandbox);
        try (CountingServer server = new CountingServer()) {
            FfmpegException failure =
                    failure(target, LIMITS, copy("http://127.0.0.1:" + server.port() + "/x", scratch.resolve("x")));

            assertThat(failure.kind()).isNotEqualTo(Kind.NOT_STARTED);
            if (promises(sandbox, NO_NETWORK)) {
                assertThat(server.connections()).isZero();
            } else {
                assertThat(server.connections()).isPositive();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sandboxes")
    void readsNothingElse(Sandbox sandbox) throws Exception {
        FfmpegTools target = working(sandbox);
        Path secret = Files.writeString(folder.resolve("secret.txt"), SECRET);
        Path copy = scratch.resolve("copy");

        Optional<FfmpegException> failure = attempt(target, LIMITS, copy("file:" + secret, copy));

        if (promises(sandbox, NO_OTHER_FILES)) {
            assertThat(failure)
                    .get()
                    .satisfies(denied -> assertThat(denied.tail()).contains("No such file or directory"));
            assertThat(copy).doesNotExist();
        } else {
            assertThat(failure).isEmpty();
            assertThat(copy).hasContent(SECRET);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sandboxes")
    void writesNowhereElse(Sandbox sandbox) throws Exception {
        FfmpegTools target = working(sandbox);
        Path original = Files.writeString(scratch.resolve("original"), SECRET);
        Path outside = folder.resolve("outside");

        Optional<FfmpegException> elsewhere = attempt(target, LIMITS, copy("file:" + original, outside, original));
        Optional<FfmpegException> over = attempt(target, LIMITS, sound(original));

        if (promises(sandbox, NO_OTHER_WRITES)) {
            assertThat(elsewhere).isPresent();
            assertThat(outside).doesNotExist();
            assertThat(over)
                    .as("over the original, in a folder that is writable")
                    .isPresent();
            assertThat(original).hasContent(SECRET);
        } else {
            assertThat(elsewhere).isEmpty();
            assertThat(outside).exists();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sandboxes")
    void makesNoNamespaceOfItsOwn(Sandbox sandbox) throws Exception {
        working(sandbox);
        Path unshare = Programs.onPath().find("unshare").orElseThrow();

        Process child = start(sandbox, List.of(unshare.toString(), "--user", "echo", "made"), "/usr/bin", "/bin");
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        if (promises(sandbox, FILTERED_SYSTEM_CALLS)) {
            assertThat(output).contains("Operation not permitted");
        } else {
            assertThat(output).isEqualTo("made\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sandboxes")
    void endsWithTheJvm(Sandbox sandbox) throws Exception {
        working(sandbox);
        assumeTrue(promises(sandbox, ENDS_WITH_PARENT), "needs setpriv");
        List<String> command = ChildJvm.command(
                "-cp",
                System.getProperty("java.class.path"),
                OrphanMaker.class.getName(),
                sandbox.name(),
                tools.environment().getOrDefault("LD_LIBRARY_PATH", "/usr/bin"));
        command.addAll(endless());
        Process jvm = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = jvm.inputReader()) {
            List<ProcessHandle> family = Arrays.stream(output.readLine().split(" ", -1))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .toList();
            assertThat(family).isNotEmpty().allMatch(ProcessHandle::isAlive);

            jvm.destroyForcibly().waitFor();

            await().until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sandboxes")
    void endsWithTheProcessThatWasStarted(Sandbox sandbox) throws Exception {
        working(sandbox);
        Process child = start(
                sandbox, endless(), tools.folders().stream().map(Path::toString).toArray(String[]::new));
        assertThat(child.getInputStream().read()).isPositive();
        List<ProcessHandle> family = child.descendants().toList();

        child.toHandle().destroyForcibly();

        await().until(() -> !child.isAlive() && family.stream().noneMatch(ProcessHandle::isAlive));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sandboxes")
    void isCutOffAtProcessorTimeMemoryAndFileSize(Sandbox sandbox) throws Exception {
        FfmpegTools target = working(sandbox);
        assumeTrue(promises(sandbox, BOUNDED), "needs prlimit");
        ProcessLimits brief = new ProcessLimits(LIMITS.wallTime(), Duration.ofSeconds(1), 2L << 30, 300L << 20, 0);
        ProcessLimits narrow = new ProcessLimits(LIMITS.wallTime(), LIMITS.cpuTime(), 300L << 20, 300L << 20, 0);
        ProcessLimits small = new ProcessLimits(LIMITS.wallTime(), LIMITS.cpuTime(), 2L << 30, 100_000, 0);
        Path target1 = scratch.resolve("noise.mkv");

        assertThat(failure(target, brief, noise("size=1920x1080:duration=600", target1))
                        .kind())
                .as("processor time")
                .isEqualTo(Kind.KILLED);
        assertThat(failure(target, narrow, noise("size=12000x12000:duration=1", target1))
                        .kind())
                .as("memory")
                .isEqualTo(Kind.OUT_OF_RESOURCES);
        FfmpegException failure = failure(target, small, noise("size=1280x720:duration=10", target1));
        assertThat(failure.kind()).as("file size").isEqualTo(Kind.KILLED);
        assertThat(failure).hasMessageContaining("signal 25");
        assertThat(Files.size(target1)).isLessThanOrEqualTo(100_000);
    }

    private static boolean promises(Sandbox sandbox, Guarantee guarantee) {
        return sandbox.guarantees().contains(guarantee);
    }

    /** Where the machine forbids what a sandbox needs, its test is skipped; on CI that is a failure. */
    @CanIgnoreReturnValue
    private static FfmpegTools working(Sandbox sandbox) {
        try {
            if (WORKING.contains(sandbox.name())) {
                return tools.in(sandbox);
            }
            FfmpegTools works = new SandboxChoice(SandboxMode.AUTO, List.of(sandbox), LIMITS).choose(tools);
            WORKING.add(sandbox.name());
            return works;
        } catch (IOException refused) {
            missingIf(true, sandbox.name() + " does not work here: " + refused.getMessage());
            throw new AssertionError(refused);
        }
    }

    private static void missingIf(boolean missing, String what) {
        if (missing && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(what);
        }
        if (missing) {
            abort(what);
        }
    }

    private Process start(Sandbox sandbox, List<String> command, String... readable) throws IOException {
        Path[] existing = Arrays.stream(readable).map(Path::of).toArray(Path[]::new);
        ProcessBuilder builder = new ProcessBuilder(
                sandbox.wrap(command, LIMITS, Reach.reading(existing).writing(scratch)));
        builder.redirectErrorStream(true).environment().putAll(tools.environment());
        Process process = builder.start();
        try (var input = process.getOutputStream()) {
            input.write(sandbox.input());
        }
        return process;
    }

    private static List<String> endless() {
        return List.of(
                tools.ffmpeg().toString(),
                "-v",
                "error",
                "-progress",
                "pipe:1",
                "-nostdin",
                "-re",
                "-f",
                "lavfi",
                "-i",
                "color=size=16x16:rate=10",
                "-f",
                "null",
                "-");
    }

    private static FfmpegException failure(FfmpegTools target, ProcessLimits limits, FfmpegCommand command) {
        return attempt(target, limits, command).orElseThrow(() -> new AssertionError("expected a failure"));
    }

    private static Optional<FfmpegException> attempt(FfmpegTools target, ProcessLimits limits, FfmpegCommand command) {
        try {
            Progress end = FfmpegSession.of(target, limits).run(command, progress -> {});
            assertThat(end).isNotNull();
            return Optional.empty();
        } catch (FfmpegException failure) {
            return Optional.of(failure);
        }
    }

    /** Copies bytes, taking them for samples of sound. */
    private FfmpegCommand copy(String source, Path target, Path... readable) {
        FFmpegBuilder command = new FFmpegBuilder();
        command.addInput(source)
                .addExtraArgs("-f", "u8", "-ar", "8000", "-ac", "1")
                .done();
        command.addOutput("file:" + target)
                .setFormat("u8")
                .setAudioCodec("copy")
                .done();
        return new FfmpegCommand(command, Reach.reading(readable).writing(scratch));
    }

    private FfmpegCommand sound(Path target) {
        FFmpegBuilder command = new FFmpegBuilder();
        command.addInput("anullsrc=duration=1").setFormat("lavfi").done();
        command.addOutput("file:" + target).setFormat("u8").done();
        return new FfmpegCommand(command, Reach.reading(target).writing(scratch));
    }

    private FfmpegCommand noise(String options, Path target) {
        FFmpegBuilder command = new FFmpegBuilder();
        command.addInput("testsrc2=" + options).setFormat("lavfi").done();
        command.addOutput("file:" + target).setVideoCodec("ffv1").done();
        return new FfmpegCommand(command, Reach.NOTHING.writing(scratch));
    }
}
