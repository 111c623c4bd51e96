package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

    @Test
    void takesFramesAndPositionOutOfABlock() {
        Progress progress = Progress.START
                .with("frame=123")
                .with("fps=61.2")
                .with("out_time_us=4100000")
                .with("out_time=00:00:04.100000");

        assertThat(progress).isEqualTo(new Progress(123, Duration.ofMillis(4100)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"frame=N/A", "out_time_us=N/A", "frame=", "frame", "", "=", "frame=99999999999999999999"})
    void staysWhereItWasForWhatIsNoNumber(String line) {
        Progress progress = new Progress(5, Duration.ofSeconds(1));

        assertThat(progress.with(line)).isEqualTo(progress);
    }

    @Test
    void neverStandsBeforeTheBeginning() {
        assertThat(Progress.START.with("out_time_us=-20000").position()).isEqualTo(Duration.ZERO);
    }

    @Test
    void knowsTheEndOfABlock() {
        assertThat(Progress.endsBlock("progress=continue")).isTrue();
        assertThat(Progress.endsBlock("progress=end")).isTrue();
        assertThat(Progress.endsBlock("frame=3")).isFalse();
    }
}
