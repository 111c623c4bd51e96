package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.worker.sandbox.Guarantee;
import co.anb.showcase.worker.sandbox.Limits;
import co.anb.showcase.worker.sandbox.ProcessLimits;
import co.anb.showcase.worker.sandbox.Programs;
import co.anb.showcase.worker.sandbox.Reach;
import co.anb.showcase.worker.sandbox.Sandbox;
import co.anb.showcase.worker.sandbox.SandboxMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is installed is not what works: a sandbox is chosen by trying it. */
class SandboxChoiceIT {

    private static final ProcessLimits LIMITS =
            new ProcessLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), 3L << 30, 300L << 20, 0);
    private static final Limits WEAKEST = new Limits(Programs.onPath());

    private static FfmpegTools tools;

    @BeforeAll
    static void locate() throws IOException {
        String bundle = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "anb-clips")
                .toString();
        Map<String, String> environment = Map.of("FFMPEG_BUNDLE_DIR", bundle, "FFMPEG_SANDBOX", "off");
        tools = new FfmpegLocator(FfmpegConfig.from(ConfigReader.of(environment))).locate();
    }

    /** Installed, and forbidden by the machine; promises everything. */
    private record Forbidden(String name) implements Sandbox {
        @Override
        public Set<Guarantee> guarantees() {
            return EnumSet.allOf(Guarantee.class);
        }

        @Override
        public List<String> wrap(List<String> command, ProcessLimits limits, Reach reach) {
            return List.of("sh", "-c", "echo 'bwrap: Operation not permitted' >&2; exit 1");
        }
    }

    @Test
    void aSandboxThatDoesNotWorkHereIsPassedOver() throws Exception {
        FfmpegTools chosen = choose(SandboxMode.AUTO, new Forbidden("strong"), WEAKEST);

        assertThat(chosen.sandbox()).isSameAs(WEAKEST);
    }

    @Test
    void noWorkerStartsWithoutARealSandboxWhereOneIsRequired() {
        assertThatThrownBy(() -> choose(SandboxMode.REQUIRE, new Forbidden("strong"), WEAKEST))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        "ffmpeg.sandbox is require", "strong", "Operation not permitted", "install bubblewrap");
        assertThatThrownBy(() -> choose(SandboxMode.REQUIRE, WEAKEST)).hasMessageContaining("install bubblewrap");
    }

    @Test
    void offTakesLimitsWithoutTryingAnythingElse() throws Exception {
        assertThat(tools.sandbox().name()).isIn("limits", "none");
        assertThat(choose(SandboxMode.OFF, new Forbidden("strong"), WEAKEST).sandbox())
                .isSameAs(WEAKEST);
    }

    private static FfmpegTools choose(SandboxMode mode, Sandbox... strongestFirst) throws IOException {
        return new SandboxChoice(mode, List.of(strongestFirst), LIMITS).choose(tools);
    }
}
