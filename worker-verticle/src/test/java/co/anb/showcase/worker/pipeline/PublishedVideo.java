package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.Clips;
import co.anb.showcase.worker.ffmpeg.FfmpegSession;
import co.anb.showcase.worker.sandbox.Reach;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the contract promises of every published video, as assertions. */
final class PublishedVideo {

    static final double INTRO_SECONDS = 2.5;
    static final double OUTRO_SECONDS = 2.0;

    private PublishedVideo() {}

    static void assertPublishable(FfmpegSession session, ProcessedVideo result, double playerSeconds) throws Exception {
        String stream = describe(
                session,
                result.video(),
                "stream=codec_type,codec_name,width,height,pix_fmt,"
                        + "sample_aspect_ratio,avg_frame_rate,color_space,color_range,color_primaries,color_transfer");
        assertThat(stream.lines())
                .as("one stream, and it is video")
                .containsExactlyInAnyOrder(
                        "codec_name=h264",
                        "codec_type=video",
                        "width=1280",
                        "height=720",
                        "sample_aspect_ratio=1:1",
                        "pix_fmt=yuv420p",
                        "avg_frame_rate=30/1",
                        "color_range=tv",
                        "color_space=bt709",
                        "color_transfer=bt709",
                        "color_primaries=bt709");
        double expected = INTRO_SECONDS + playerSeconds + OUTRO_SECONDS;
        double seconds = Double.parseDouble(
                describe(session, result.video(), "format=duration").split("=", 2)[1]);
        assertThat(seconds).isBetween(expected - 1 / 30.0, expected + 1 / 30.0);
        assertThat(result.duration().toMillis() / 1000.0).isBetween(expected - 1 / 30.0, expected + 1 / 30.0);
        assertThat(boxes(result.video())).containsSubsequence("ftyp", "moov", "mdat");
        assertThat(Clips.output("-xerror", "-i", result.video().toString(), "-f", "null", "-"))
                .as("decodes without an error")
                .isEmpty();
        Frame poster = Frame.of(result.poster());
        assertThat(poster.difference(Frame.at(result.video(), INTRO_SECONDS + playerSeconds / 3)))
                .as("the poster is a picture of the player's part")
                .isLessThan(8);
    }

    /** Lines of {@code key=value}. */
    static String describe(FfmpegSession session, Path file, String entries) throws Exception {
        List<String> arguments =
                List.of("-v", "error", "-show_entries", entries, "-of", "default=noprint_wrappers=1", file.toString());
        return session.probeText(arguments, Reach.reading(file)).strip();
    }

    /** The types of the boxes of the top level, in their order (ISO/IEC 14496-12 §4.2). */
    static List<String> boxes(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        List<String> types = new ArrayList<>();
        while (bytes.remaining() >= 8) {
            int start = bytes.position();
            long size = Integer.toUnsignedLong(bytes.getInt());
            byte[] type = new byte[4];
            bytes.get(type);
            types.add(new String(type, StandardCharsets.US_ASCII));
            size = size == 1 ? bytes.getLong() : size;
            bytes.position(size == 0 ? bytes.limit() : Math.toIntExact(start + size));
        }
        return types;
    }
}
