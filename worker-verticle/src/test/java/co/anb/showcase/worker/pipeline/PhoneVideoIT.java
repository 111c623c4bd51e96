package co.anb.showcase.worker.pipeline;

import static co.anb.showcase.worker.pipeline.PublishedVideo.INTRO_SECONDS;
import static co.anb.showcase.worker.pipeline.PublishedVideo.assertPublishable;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.worker.ffmpeg.FfmpegSession;
import co.anb.showcase.worker.ffmpeg.Probe;
import io.vertx.core.Vertx;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources as phones make them, through the whole pipeline, looked at by their pixels. */
@Showcase
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PhoneVideoIT {

    /** {@link Clip#BACKGROUND}. */
    private static final int[] BACKGROUND = {0x1f, 0x6f, 0x43};

    @TempDir
    static Path folder;

    private static PipelineFixture fixture;
    private static FfmpegSession session;

    @BeforeAll
    static void open(Vertx vertx) throws Exception {
        // Short clips for the shapes: what is looked at does not depend on the duration.
        fixture = new PipelineFixture(vertx, folder, Map.of("CONTEST_SHORTEST_VIDEO", "5s"));
        session = fixture.session();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void journeysClipBecomesWhatTheContractPromises() throws Exception {
        List<Stage> stages = new ArrayList<>();
        List<Integer> percents = new ArrayList<>();
        PipelineRun run = fixture.pipeline.start(Clips.phone(), fixture.scratch(), (stage, percent) -> {
            stages.add(stage);
            percents.add(percent);
        });

        ProcessedVideo result = PipelineFixture.finished(run.result());

        assertPublishable(session, result, 30);
        assertThat(result.joined()).as("bumpers joined without a second encode").isTrue();
        assertThat(stages).isSorted().contains(Stage.values());
        assertThat(percents).isSorted().startsWith(0).endsWith(100);
        assertNothingOfThePhone(result.video());
        assertBumpers(result.video(), 30);
        assertWatermark(Frame.at(result.video(), INTRO_SECONDS + 10));
        assertKeyFrames(result.video());
    }

    static Stream<Arguments> shapes() {
        Clip upright = Clip.of(1080, 1920, 6).tagged("smpte170m", "pc").rate(60);
        Clip turned = Clip.of(1920, 1080, 6).rotated(90).variableRate();
        return Stream.of(
                Arguments.of("upright by pixels, BT.601 full range, 60 frames a second", upright, 438, 203, 203),
                Arguments.of("upright by display matrix, variable rate", turned, 438, 203, 203),
                Arguments.of("4:3, HEVC 10 bit HLG", Clip.of(1440, 1080, 6).highDynamicRange(), 160, 360, 360),
                Arguments.of("anamorphic 16:9", Clip.of(1440, 1080, 6).pixelAspect("4/3"), 0, 480, 360));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void everyShapeIsPaddedAndNeverStretched(String name, Clip clip, int bar, int squareWidth, int squareHeight)
            throws Exception {
        Path source = Clips.file(clip);

        ProcessedVideo result = fixture.process(source);

        assertPublishable(session, result, seconds(source));
        assertThat(result.joined()).as(name).isTrue();
        Frame frame = Frame.at(result.video(), INTRO_SECONDS + 3);
        assertThat(frame.whiteInRow(360)).as("width of the square").isBetween(squareWidth - 5, squareWidth + 5);
        assertThat(frame.whiteInColumn(640)).as("height of the square").isBetween(squareHeight - 5, squareHeight + 5);
        if (bar > 0) {
            assertThat(frame.isBlack(bar - 4, 360) && frame.isBlack(1279 - bar + 4, 360))
                    .as("bars are black")
                    .isTrue();
        }
        assertThat(frame.green(bar + 6, 360))
                .as("the picture begins beside the bar")
                .isGreaterThan(40);
        if (!clip.encoder().contains("libx265")) {
            assertBackground(frame, bar + 20, 300);
        }
    }

    @Test
    void fragmentedRecordingIsReadToItsEnd() throws Exception {
        Path source = Clips.file(Clip.of(1920, 1080, 7).fragmented());

        ProcessedVideo result = fixture.process(source);

        assertThat(seconds(source)).isGreaterThan(6.9);
        assertPublishable(session, result, seconds(source));
    }

    /**
     * Packets are repeated with the sound's rounding in between, so a clip is some frames longer than it was asked to
     * be.
     */
    private static double seconds(Path source) throws Exception {
        return Math.min(30, new Probe(session).trusted(source).videos().get(0).seconds());
    }

    private static void assertBackground(Frame frame, int x, int y) {
        int[] seen = {frame.red(x, y), frame.green(x, y), frame.blue(x, y)};
        for (int c = 0; c < 3; c++) {
            assertThat(seen[c]).as("channel " + c).isBetween(BACKGROUND[c] - 10, BACKGROUND[c] + 10);
        }
    }

    private static void assertNothingOfThePhone(Path video) throws Exception {
        assertThat(new String(Files.readAllBytes(Clips.phone()), StandardCharsets.ISO_8859_1))
                .as("the source has it")
                .contains("+04.6097", "iPhone");
        assertThat(new String(Files.readAllBytes(video), StandardCharsets.ISO_8859_1))
                .doesNotContain("+04.6097", "iPhone", "com.apple", "Core Media", "mebx");
    }

    private static void assertBumpers(Path video, double playerSeconds) {
        Frame opening = Frame.at(video, 2.3);
        Frame closing = Frame.at(video, INTRO_SECONDS + playerSeconds + 1);
        assertThat(opening.difference(Frame.at(fixture.assets.intro(), 2.3))).isLessThan(6);
        assertThat(closing.difference(Frame.at(fixture.assets.outro(), 1))).isLessThan(6);
        assertThat(opening.difference(closing))
                .as("the measure can tell pictures apart")
                .isGreaterThan(10);
    }

    /** The mark in its corner, blended over the clip's flat background, and nothing beside it. */
    private static void assertWatermark(Frame frame) throws Exception {
        BufferedImage mark = ImageIO.read(fixture.assets.watermark().toFile());
        int left = 1280 - 24 - mark.getWidth();
        int top = 720 - 24 - mark.getHeight();
        double difference = 0;
        for (int y = 0; y < mark.getHeight(); y++) {
            for (int x = 0; x < mark.getWidth(); x++) {
                difference += Math.abs(blended(mark.getRGB(x, y)) - frame.red(left + x, top + y));
            }
        }
        assertThat(difference / (mark.getWidth() * mark.getHeight()))
                .as("mean difference")
                .isLessThan(9);
        assertBackground(frame, left - 12, top + 20);
    }

    private static double blended(int argb) {
        double alpha = (argb >>> 24) / 255.0;
        return (argb >> 16 & 0xff) * alpha + BACKGROUND[0] * (1 - alpha);
    }

    /** A fixed group of pictures, so that the video can be cut into HLS segments without an encode. */
    private static void assertKeyFrames(Path video) throws Exception {
        List<String> keys = PublishedVideo.describe(session, video, "packet=pts_time,flags")
                .lines()
                .map(line -> line.split("=", 2)[1])
                .toList();
        List<Double> times = new ArrayList<>();
        for (int i = 0; i + 1 < keys.size(); i += 2) {
            if (keys.get(i + 1).startsWith("K")) {
                times.add(Double.parseDouble(keys.get(i)));
            }
        }
        assertThat(times).hasSize(2 + 15 + 1).contains(0.0, 2.0, 2.5, 4.5, 30.5, 32.5);
    }
}
