package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import net.bramp.ffmpeg.FFprobe;
import net.bramp.ffmpeg.ProcessFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {

    @Test
    void countsNeitherCoverArtNorDataAsVideo() {
        MediaFacts facts = facts("""
                {"streams": [
                  {"codec_type": "video", "codec_name": "h264", "width": 1080, "height": 1920, "duration": "21.5",
                   "avg_frame_rate": "30000/1001", "nb_frames": "644", "color_space": "bt709", "color_transfer": "bt709",
                   "disposition": {"attached_pic": 0}},
                  {"codec_type": "audio", "codec_name": "aac"},
                  {"codec_type": "data", "codec_tag_string": "tmcd"},
                  {"codec_type": "video", "codec_name": "png", "width": 600, "height": 600,
                   "disposition": {"attached_pic": 1}}],
                 "format": {"duration": "21.6"}}
                """);

        assertThat(facts.otherStreams()).isEqualTo(3);
        assertThat(facts.seconds()).isEqualTo(21.6);
        VideoTrack video = facts.videos().get(0);
        assertThat(facts.videos()).hasSize(1);
        assertThat(video.codec()).isEqualTo("h264");
        assertThat(video.shorterSide()).isEqualTo(1080);
        assertThat(video.longerSide()).isEqualTo(1920);
        assertThat(video.framesPerSecond()).isBetween(29.96, 29.98);
        assertThat(video.frames()).isEqualTo(644);
        assertThat(video.isHighDynamicRange()).isFalse();
    }

    @Test
    void takesWhatIsNotThereForUnknown() {
        MediaFacts facts = facts("{\"streams\": [{\"codec_type\": \"video\", \"avg_frame_rate\": \"0/0\"}]}");

        assertThat(facts).isEqualTo(new MediaFacts(List.of(new VideoTrack("", 0, 0, 0, 0, 0, "", "", 1)), 0, 0));
        assertThat(facts("{}")).isEqualTo(new MediaFacts(List.of(), 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"1:1, 1", "4:3, 1.3333333333333333", "1:1000, 0.001", "0:1, 1", "N/A, 1", "1:0, 1", "-4:3, 1", "'', 1"})
    void readsThePixelsShape(String ratio, double expected) {
        String json = "{\"streams\": [{\"codec_type\": \"video\", \"sample_aspect_ratio\": \"%s\"}]}".formatted(ratio);

        assertThat(facts(json).videos().get(0).pixelAspect()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"arib-std-b67, true", "smpte2084, true", "bt709, false", "bt2020-10, false"})
    void knowsHighDynamicRangeByItsTransfer(String transfer, boolean expected) {
        String json = "{\"streams\": [{\"codec_type\": \"video\", \"color_transfer\": \"%s\"}]}".formatted(transfer);

        assertThat(facts(json).videos().get(0).isHighDynamicRange()).isEqualTo(expected);
    }

    private static MediaFacts facts(String json) {
        ProcessFunction canned =
                command -> new CannedProcess(command.contains("-version") ? "ffprobe version 8\n" : json);
        try {
            return Probe.facts(new FFprobe("ffprobe", canned).probe("any.mp4"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
