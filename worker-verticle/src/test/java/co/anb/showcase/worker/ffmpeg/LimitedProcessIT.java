package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.Children;
import co.anb.showcase.worker.ffmpeg.FfmpegException.Kind;
import co.anb.showcase.worker.sandbox.Guarantee;
import co.anb.showcase.worker.sandbox.Limits;
import co.anb.showcase.worker.sandbox.ProcessLimits;
import co.anb.showcase.worker.sandbox.Programs;
import co.anb.showcase.worker.sandbox.Reach;
import co.anb.showcase.worker.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Time-outs, words and ends of real children; what holds them in is {@link SandboxIT}'s. */
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

    /** As bubblewrap's child is that lost its parent while it started: no descendant any more, with our pipes open. */
    @Test
    void killsAnOrphanOfTheSandboxThatHoldsThePipes() throws Exception {
        LimitedProcessFunction target = new LimitedProcessFunction(new OrphaningSandbox(), LIMITS, Map.of());
        Process child = target.run(List.of("/usr/bin/sleep", "301"));
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> readToItsEnd(child));
        await().until(() -> orphans().count() == 1);
        assertThat(child.descendants()).isEmpty();

        target.kill();

        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(reader).succeedsWithin(20, TimeUnit.SECONDS);
        await().until(() -> orphans().findAny().isEmpty());
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

    @Test
    void childThatCannotBeStartedIsNoFaultOfTheFile() {
        FfmpegTools broken = tools.in(new Limits(name -> Optional.of(Path.of("/bin/sh"))));

        assertThatThrownBy(() -> new Probe(FfmpegSession.of(broken, LIMITS)).untrusted(folder.resolve("any.mp4")))
                .isInstanceOfSatisfying(
                        FfmpegException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.NOT_STARTED));
    }

    private static FfmpegException failure(ProcessLimits limits, FFmpegBuilder command) {
        FfmpegSession target = FfmpegSession.of(tools, limits);
        try {
            Progress end = target.run(new FfmpegCommand(command, Reach.NOTHING.writing(folder)), progress -> {});
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

    private static Stream<ProcessHandle> orphans() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.parent().filter(init -> init.pid() == 1).isPresent())
                .filter(process -> process.info().commandLine().orElse("").endsWith("/usr/bin/sleep 301"));
    }

    /** Its process waits, while the command runs in one that has left it. */
    private static final class OrphaningSandbox implements Sandbox {

        @Override
        public String name() {
            return "orphaning";
        }

        @Override
        public Set<Guarantee> guarantees() {
            return Set.of();
        }

        @Override
        public List<String> wrap(List<String> command, ProcessLimits limits, Reach reach) {
            List<String> wrapped = new ArrayList<>(List.of("sh", "-c", "(\"$@\" &); exec sleep 300", "sh"));
            wrapped.addAll(command);
            return wrapped;
        }
    }

    private static void readToItsEnd(Process child) {
        try {
            assertThat(child.getInputStream().readAllBytes()).isEmpty();
        } catch (IOException closed) {
            assertThat(closed).hasMessage("Stream closed");
        }
    }

    private static LimitedProcessFunction function(ProcessLimits limits) {
        return new LimitedProcessFunction(new Limits(Programs.onPath()), limits, Map.of());
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
