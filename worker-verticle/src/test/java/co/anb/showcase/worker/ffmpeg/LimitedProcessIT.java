package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.Children;
import co.anb.showcase.worker.ffmpeg.FfmpegException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits, time-outs and ends of real children. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LimitedProcessIT {

    private static final ProcessLimits LIMITS =
            new ProcessLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), 2L << 30, 300L << 20, 0);

    @TempDir
    static Path folder;

    private static FfmpegTools tools;

    @BeforeAll
    static void locate() throws IOException {
        String bundle = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "anb-clips")
                .toString();
        FfmpegConfig config = FfmpegConfig.from(ConfigReader.of(Map.of("FFMPEG_BUNDLE_DIR", bundle)));
        tools = new FfmpegLocator(config).locate();
    }

    @Test
    void killsTheWholeTreeAtTheWallTime() throws Exception {
        LimitedProcessFunction target = function(LIMITS.withWallTime(Duration.ofMillis(500)));

        Process child = target.run(List.of("sh", "-c", "sleep 300 & sleep 300"));

        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(128 + 9);
        assertThat(timedOut(target)).isTrue();
        await().until(() -> Children.alive().findAny().isEmpty());
    }

    @Test
    void isNotStoppedByAFloodOfErrorsAndKeepsTheLastOfThem() throws Exception {
        LimitedProcessFunction target = function(LIMITS);

        Process child = target.run(List.of("sh", "-c", "seq 1 200000 >&2; echo out; exit 3"));
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).isEqualTo(3);
        assertThat(output).isEqualTo("out\n");
        assertThat(tail(target).lines()).hasSize(40).endsWith("200000");
        assertThat(timedOut(target)).isFalse();
    }

    @Test
    void startsNothingMoreOnceItIsKilled() throws Exception {
        LimitedProcessFunction target = function(LIMITS);
        Process child = target.run(List.of("sleep", "300"));

        target.kill();

        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> target.run(List.of("sleep", "1"))).isInstanceOf(IOException.class);
    }

    @Test
    void childDiesWithTheJvmHoweverThatEnds() throws Exception {
        assumeTrue(CommandPrefix.onPath("setpriv").isPresent(), "setpriv is not installed");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrphanMaker.class.getName())
                .start();

        String lastLine = new String(jvm.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .lines()
                .reduce("", (first, second) -> second);

        assertThat(jvm.waitFor()).isEqualTo(9);
        long child = Long.parseLong(lastLine);
        await().until(() ->
                ProcessHandle.of(child).map(handle -> !handle.isAlive()).orElse(true));
    }

    @Test
    void fileThatGrowsBeyondTheLimitEndsFfmpeg() {
        assumeTrue(CommandPrefix.onPath("prlimit").isPresent(), "prlimit is not installed");
        ProcessLimits limits = new ProcessLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), 2L << 30, 100_000, 0);

        FfmpegException failure = failure(limits, noise("size=1280x720:duration=10"));

        assertThat(failure.kind()).isEqualTo(Kind.KILLED);
        assertThat(failure).hasMessageContaining("signal 25");
        assertThat(folder.resolve("noise.mkv").toFile().length()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void processorTimeBeyondTheLimitEndsFfmpeg() {
        assumeTrue(CommandPrefix.onPath("prlimit").isPresent(), "prlimit is not installed");
        ProcessLimits limits =
                new ProcessLimits(Duration.ofSeconds(50), Duration.ofSeconds(1), 2L << 30, 300L << 20, 0);

        FfmpegException failure = failure(limits, noise("size=1920x1080:duration=600"));

        assertThat(failure.kind()).isEqualTo(Kind.KILLED);
    }

    @Test
    void memoryBeyondTheLimitIsAFaultThatMayBeRetried() {
        assumeTrue(CommandPrefix.onPath("prlimit").isPresent(), "prlimit is not installed");
        ProcessLimits limits =
                new ProcessLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), 300L << 20, 300L << 20, 0);

        FfmpegException failure = failure(limits, noise("size=12000x12000:duration=1"));

        assertThat(failure.kind()).isEqualTo(Kind.OUT_OF_RESOURCES);
    }

    @Test
    void slowFfmpegIsTimedOut() {
        FfmpegException failure =
                failure(LIMITS.withWallTime(Duration.ofSeconds(1)), noise("size=1920x1080:duration=600"));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(Children.alive()).isEmpty();
    }

    @Test
    void failureCarriesFfmpegsOwnWords() {
        FFmpegBuilder nonsense = new FFmpegBuilder();
        nonsense.addInput(folder.resolve("nowhere.mp4").toString()).done();
        nonsense.addOutput(folder.resolve("out.mkv").toString()).done();

        FfmpegException failure = failure(LIMITS, nonsense);

        assertThat(failure.kind()).isEqualTo(Kind.FAILED);
        assertThat(failure.tail()).contains("No such file or directory").doesNotContain("no version information");
    }

    private static FfmpegException failure(ProcessLimits limits, FFmpegBuilder command) {
        FfmpegSession target = FfmpegSession.of(tools, limits);
        try {
            Progress end = target.run(command, progress -> {});
            throw new AssertionError("expected a failure, got " + end);
        } catch (FfmpegException failure) {
            return failure;
        }
    }

    private static FFmpegBuilder noise(String options) {
        FFmpegBuilder command = new FFmpegBuilder();
        command.addInput("testsrc2=" + options).setFormat("lavfi").done();
        command.addOutput(folder.resolve("noise.mkv").toString())
                .setVideoCodec("ffv1")
                .done();
        return command;
    }

    private static LimitedProcessFunction function(ProcessLimits limits) {
        return new LimitedProcessFunction(CommandPrefix.ofThisMachine(), limits, Map.of());
    }

    private static boolean timedOut(LimitedProcessFunction function) {
        ChildProcess child = function.child();
        return child != null && child.timedOut();
    }

    private static String tail(LimitedProcessFunction function) {
        ChildProcess child = function.child();
        return child == null ? "" : child.tail();
    }
}
