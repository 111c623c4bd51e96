package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.worker.ffmpeg.Progress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunProgressTest {

    private final List<String> reports = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RunProgress target =
            new RunProgress((stage, percent) -> reports.add(stage + " " + percent), new PipelineMetrics(registry));

    @Test
    void risesFromTheFirstStageToTheLast() {
        target.enter(Stage.PROBE);
        target.enter(Stage.JUDGE);
        target.enter(Stage.ENCODE);
        target.encoded(at(450), 900);
        target.encoded(at(900), 900);
        target.enter(Stage.JOIN);
        target.enter(Stage.VERIFY);
        target.finish();

        assertThat(reports)
                .containsExactly(
                        "PROBE 0",
                        "JUDGE 2",
                        "ENCODE 3",
                        "ENCODE 46",
                        "ENCODE 90",
                        "JOIN 90",
                        "VERIFY 97",
                        "VERIFY 100");
    }

    @Test
    void neverFallsAndNeverPassesItsStage() {
        target.enter(Stage.ENCODE);
        target.encoded(at(2000), 900);
        target.encoded(at(10), 900);
        target.enter(Stage.JOIN);
        target.encodedAgain(at(5000), 1035);
        target.encodedAgain(at(1), 0);

        assertThat(reports).containsExactly("ENCODE 3", "ENCODE 90", "ENCODE 90", "JOIN 90", "JOIN 97", "JOIN 97");
    }

    @Test
    void timesEveryStage() {
        target.enter(Stage.PROBE);
        target.enter(Stage.JUDGE);
        target.finish();

        assertThat(registry.get("showcase.pipeline.stage")
                        .tag("stage", "probe")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("showcase.pipeline.stage")
                        .tag("stage", "judge")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("showcase.pipeline.stage")
                        .tag("stage", "join")
                        .timer()
                        .count())
                .isZero();
    }

    /** FFmpeg's position is that of the output that is behind: the poster. */
    @Test
    void speedIsThatOfThePlayersPart() {
        target.enter(Stage.ENCODE);
        target.encoded(at(900), 900);
        target.finish();

        assertThat(registry.get("showcase.pipeline.speed").summary().totalAmount())
                .isPositive();
    }

    private static Progress at(long frames) {
        return new Progress(frames, Duration.ZERO);
    }
}
