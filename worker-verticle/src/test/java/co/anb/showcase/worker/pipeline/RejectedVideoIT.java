package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.Children;
import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What strangers send: each is refused with a reason, none costs more than a probe, none leaves anything behind. */
@Showcase
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class RejectedVideoIT {

    @TempDir
    static Path folder;

    private static PipelineFixture fixture;

    @BeforeAll
    static void open(Vertx vertx) throws Exception {
        fixture = new PipelineFixture(vertx, folder, Map.of());
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    static Stream<Arguments> sources() throws IOException {
        Path whole = Clips.phone();
        Path short10 = Clips.file(Clip.of(1920, 1080, 10));
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        return Stream.of(
                refused(Rejection.INVALID_FILE_TYPE, "text as MP4", text("text.mp4", "Hola, soy un video.")),
                refused(Rejection.INVALID_FILE_TYPE, "empty", text("empty.mp4", "")),
                refused(
                        Rejection.INVALID_FILE_TYPE,
                        "HLS playlist that names a file",
                        text("hls.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:30\n#EXTINF:30,\nfile://" + secret + "\n")),
                refused(
                        Rejection.INVALID_FILE_TYPE,
                        "list of files",
                        text("concat.mp4", "ffconcat version 1.0\nfile '" + whole + "'\n")),
                refused(Rejection.INVALID_FILE_TYPE, "cut off before its index", cut("cut.mp4", whole, 0.5)),
                refused(Rejection.INVALID_VIDEO_DURATION, "10 s", short10),
                refused(Rejection.INVALID_VIDEO_DURATION, "90 s", Clips.file(Clip.of(1920, 1080, 90))),
                refused(Rejection.INVALID_VIDEO_RESOLUTION, "720p", Clips.file(Clip.of(1280, 720, 20))),
                refused(Rejection.INVALID_VIDEO_RESOLUTION, "pixel bomb", pixelBomb()),
                refused(Rejection.INVALID_VIDEO_FRAME_RATE, "frame bomb", frameBomb()),
                refused(Rejection.INVALID_VIDEO_STREAMS, "sound alone", soundAlone(whole)),
                refused(Rejection.INVALID_VIDEO_STREAMS, "two videos", twoVideos(whole)),
                refused(Rejection.INVALID_FILE_TYPE, "a hundred tracks", manyTracks(short10)),
                refused(Rejection.UNSUPPORTED_VIDEO_CODEC, "motion JPEG", motionJpeg()));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("sources")
    void badVideoIsRefusedWithAReason(Rejection reason, String name, Path file) throws Exception {
        double before = fixture.count(
                "showcase.pipeline.rejected", "reason", reason.name().toLowerCase(java.util.Locale.ROOT));

        Throwable failure = PipelineFixture.failure(fixture.start(file));

        assertThat(failure).as(name).isInstanceOf(RejectedVideoException.class);
        RejectedVideoException rejected = (RejectedVideoException) failure;
        assertThat(rejected.reason()).as(failure.getMessage()).isEqualTo(reason);
        assertThat(rejected.sentence()).isNotBlank();
        assertThat(fixture.count(
                        "showcase.pipeline.rejected", "reason", reason.name().toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo(before + 1);
        assertThat(Children.alive()).isEmpty();
    }

    @Test
    void videoThatEndsBeforeItsHeaderSaysIsDamaged() throws Exception {
        Path cut = cut("cut-late.mp4", Clips.file(Clip.of(1920, 1080, 30).indexFirst()), 0.4);

        Throwable failure = PipelineFixture.failure(fixture.start(cut));

        assertThat(failure).isInstanceOfSatisfying(RejectedVideoException.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(Rejection.VIDEO_DAMAGED);
            assertThat(rejected.sentence()).contains("de 30 s");
        });
    }

    @Test
    void missingOriginalIsAFaultOfOursAndNoRejection() throws Exception {
        Throwable failure = PipelineFixture.failure(fixture.start(folder.resolve("nowhere.mp4")));

        assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining("nowhere.mp4");
    }

    @Test
    void coverArtAndDataTracksAreNoVideos() throws Exception {
        Path picture =
                Clips.make(folder.resolve("cover.png"), "-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1");
        Path decorated = Clips.make(
                folder.resolve("decorated.mp4"),
                "-i",
                Clips.file(Clip.of(1920, 1080, 20)).toString(),
                "-i",
                picture.toString(),
                "-map",
                "0",
                "-map",
                "1",
                "-c",
                "copy",
                "-disposition:v:1",
                "attached_pic",
                "-timecode",
                "00:00:00:00");

        ProcessedVideo result = fixture.process(decorated);

        PublishedVideo.assertPublishable(fixture.session(), result, 20);
    }

    private static Arguments refused(Rejection reason, String name, Path file) {
        return Arguments.of(reason, name, file);
    }

    private static Path text(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static Path cut(String name, Path whole, double part) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        return Files.write(folder.resolve(name), Arrays.copyOf(bytes, (int) (bytes.length * part)));
    }

    /** A few hundred kilobytes that promise 134 million pixels. */
    private static Path pixelBomb() {
        return Clips.make(
                folder.resolve("pixels.mp4"),
                "-f",
                "lavfi",
                "-i",
                "color=red:s=16384x8192:r=1",
                "-frames:v",
                "2",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast");
    }

    private static Path frameBomb() {
        Path second = Clips.make(
                folder.resolve("second.mp4"),
                "-f",
                "lavfi",
                "-i",
                "color=red:s=1920x1080:r=1000:d=0.1",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast");
        return Clips.make(folder.resolve("frames.mp4"), "-stream_loop", "249", "-i", second.toString(), "-c", "copy");
    }

    private static Path soundAlone(Path whole) {
        return Clips.make(folder.resolve("sound.mp4"), "-i", whole.toString(), "-vn", "-c", "copy");
    }

    private static Path twoVideos(Path whole) {
        return Clips.make(
                folder.resolve("two.mp4"), "-i", whole.toString(), "-map", "0:v", "-map", "0:v", "-c", "copy");
    }

    private static Path manyTracks(Path video) {
        String[] arguments = Stream.concat(
                        Stream.of("-i", video.toString()),
                        Stream.concat(
                                Stream.generate(() -> Stream.of("-map", "0:a"))
                                        .limit(100)
                                        .flatMap(map -> map),
                                Stream.of("-map", "0:v", "-c", "copy")))
                .toArray(String[]::new);
        return Clips.make(folder.resolve("tracks.mp4"), arguments);
    }

    private static Path motionJpeg() {
        return Clips.make(
                folder.resolve("jpeg.mp4"),
                "-f",
                "lavfi",
                "-i",
                "color=red:s=1920x1080:r=1:d=20",
                "-c:v",
                "mjpeg",
                "-q:v",
                "20");
    }
}
