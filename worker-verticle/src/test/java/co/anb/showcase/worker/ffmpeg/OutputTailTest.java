package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputTailTest {

    private final OutputTail target = new OutputTail();

    @Test
    void keepsTheLastLinesHoweverMuchIsWritten() {
        IntStream.range(0, 100_000).forEach(i -> target.add("line " + i));

        assertThat(target.text().lines()).hasSize(40).startsWith("line 99960").endsWith("line 99999");
    }

    @Test
    void dropsTheLoadersNoiseAndCutsLongLines() {
        target.add("/x/ffmpeg: /x/libpulse.so.0: no version information available (required by /x/libavdevice.so.62)");
        target.add("");
        target.add("y".repeat(10_000));

        assertThat(target.text()).hasSize(401).startsWith("yyy").endsWith("…");
    }
}
