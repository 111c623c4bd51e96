package co.anb.showcase.worker.pipeline;

import static co.anb.showcase.worker.pipeline.PublishedVideo.INTRO_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A picture comes out the right way up, and as bright as it was. */
@Showcase
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PictureIT {

    private static final double MIDDLE = INTRO_SECONDS + 0.5;

    @TempDir
    static Path folder;

    private static PipelineFixture fixture;

    @BeforeAll
    static void open(Vertx vertx) throws Exception {
        fixture = new PipelineFixture(vertx, folder, PipelineFixture.SMALL);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    /** The picture has a red corner, top left before it is turned; where it is afterwards, in the published frame. */
    @ParameterizedTest
    @CsvSource({"0, 10, 10", "90, 450, 705", "180, 1270, 710", "270, 830, 15"})
    void isTurnedCounterClockwiseAsTheFileSays(int degrees, int x, int y) throws Exception {
        Path marked = Clips.make(
                folder.resolve("marked.mp4"),
                "-f",
                "lavfi",
                "-i",
                "color=gray:s=320x180:r=30:d=2,drawbox=x=0:y=0:w=80:h=45:color=red:t=fill",
                "-c:v",
                "libx264",
                "-pix_fmt",
                "yuv420p");
        Path turned = Clips.make(
                folder.resolve("turned" + degrees + ".mp4"),
                "-display_rotation:v:0",
                "" + degrees,
                "-i",
                marked.toString(),
                "-c",
                "copy");

        Frame frame = Frame.at(fixture.process(turned).video(), MIDDLE);

        assertThat(isRed(frame, x, y)).as("the corner is where it belongs").isTrue();
        for (int[] corner : new int[][] {{10, 10}, {450, 705}, {1270, 710}, {830, 15}}) {
            boolean expected = corner[0] == x && corner[1] == y;
            assertThat(isRed(frame, corner[0], corner[1]))
                    .as("red at %d, %d", corner[0], corner[1])
                    .isEqualTo(expected);
        }
    }

    /**
     * Left half paper, right half a grey card, at the signal levels of ITU-R BT.2408 table 1 in 10 bits: diffuse white
     * is 75 % HLG and 58 % PQ, the grey card 38 % of either. In BT.709 the card is 41 %. Paper comes out a little below
     * full white, because the curve leaves room for what is brighter.
     */
    @ParameterizedTest
    @CsvSource({"arib-std-b67, 721, 397", "smpte2084, 572, 397"})
    void highDynamicRangeKeepsWhiteWhiteAndGreyGrey(String transfer, int white, int grey) throws Exception {
        Path source = Clips.make(
                folder.resolve(transfer + ".mp4"),
                "-f",
                "lavfi",
                "-i",
                ("color=black:s=320x180:r=30:d=2,format=yuv420p10le,geq=lum='if(lt(X,160),%d,%d)':cb=512:cr=512,"
                                + "setparams=color_primaries=bt2020:color_trc=%s:colorspace=bt2020nc:range=tv")
                        .formatted(white, grey, transfer),
                "-c:v",
                "libx265",
                "-preset",
                "ultrafast",
                "-tag:v",
                "hvc1",
                "-x265-params",
                "log-level=error:colorprim=bt2020:transfer=" + transfer + ":colormatrix=bt2020nc");

        Frame frame = Frame.at(fixture.process(source).video(), MIDDLE);

        assertThat(frame.red(300, 300)).as("paper").isGreaterThan(205);
        assertThat(frame.red(300, 300) - frame.blue(300, 300))
                .as("paper has no colour")
                .isBetween(-6, 6);
        assertThat(frame.red(1000, 300)).as("grey card").isBetween(80, 130);
    }

    private static boolean isRed(Frame frame, int x, int y) {
        return frame.red(x, y) > 180 && frame.green(x, y) < 60 && frame.blue(x, y) < 60;
    }
}
