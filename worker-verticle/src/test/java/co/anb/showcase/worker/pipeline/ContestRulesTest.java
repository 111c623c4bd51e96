package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.worker.ffmpeg.MediaFacts;
import co.anb.showcase.worker.ffmpeg.VideoTrack;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContestRulesTest {

    private static final ContestRules RULES = ContestRules.from(ConfigReader.of(Map.of()));

    @ParameterizedTest
    @CsvSource({
        "h264, 1920, 1080, 40,    30",
        "hevc, 1080, 1920, 20,    60",
        "av1,  4096, 2160, 60,    24",
        "vp9,  1440, 1080, 19.95, 239.9",
        "mpeg4,1080, 1080, 60.06, 242"
    })
    void acceptsWhatPhonesRecord(String codec, int width, int height, double seconds, double rate) throws Exception {
        VideoTrack track = track(codec, width, height, seconds, rate, 1);

        assertThat(RULES.judge(new MediaFacts(List.of(track), 1, seconds))).isSameAs(track);
    }

    @ParameterizedTest
    @CsvSource({
        "UNSUPPORTED_VIDEO_CODEC,  mjpeg, 1920, 1080, 40,    30,  1",
        "INVALID_FILE_TYPE,        '',    1920, 1080, 40,    30,  1",
        "INVALID_VIDEO_RESOLUTION, h264,  1280, 720,  40,    30,  1",
        "INVALID_VIDEO_RESOLUTION, h264,  1079, 1920, 40,    30,  1",
        "INVALID_VIDEO_RESOLUTION, h264,  4098, 2160, 40,    30,  1",
        "INVALID_VIDEO_RESOLUTION, h264,  0,    0,    40,    30,  1",
        "INVALID_VIDEO_RESOLUTION, h264,  1920, 1080, 40,    30,  0.001",
        "INVALID_VIDEO_RESOLUTION, h264,  1920, 1080, 40,    30,  5",
        "INVALID_VIDEO_DURATION,   h264,  1920, 1080, 10,    30,  1",
        "INVALID_VIDEO_DURATION,   h264,  1920, 1080, 19.8,  30,  1",
        "INVALID_VIDEO_DURATION,   h264,  1920, 1080, 60.2,  30,  1",
        "INVALID_VIDEO_DURATION,   h264,  1920, 1080, 0,     30,  1",
        "INVALID_VIDEO_DURATION,   h264,  1920, 1080, NaN,   30,  1",
        "INVALID_VIDEO_FRAME_RATE, h264,  1920, 1080, 40,    250, 1"
    })
    void refusesTheRestWithItsReason(
            Rejection reason, String codec, int width, int height, double seconds, double rate, double aspect) {
        MediaFacts facts = new MediaFacts(List.of(track(codec, width, height, seconds, rate, aspect)), 1, seconds);

        assertThatThrownBy(() -> RULES.judge(facts)).isInstanceOfSatisfying(RejectedVideoException.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.sentence()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5})
    void wantsExactlyOneVideo(int videos) {
        MediaFacts facts = new MediaFacts(Collections.nCopies(videos, track("h264", 1920, 1080, 40, 30, 1)), 0, 40);

        assertThatThrownBy(() -> RULES.judge(facts))
                .isInstanceOfSatisfying(
                        RejectedVideoException.class,
                        rejected -> assertThat(rejected.arguments()).containsExactly(videos));
    }

    @Test
    void refusesMoreFramesThanAnyPhoneMakesWhateverTheRateClaims() {
        VideoTrack bomb = new VideoTrack("h264", 1920, 1080, 40, 30, 1_000_000, "", "", 1);

        assertThatThrownBy(() -> RULES.judge(new MediaFacts(List.of(bomb), 0, 40)))
                .isInstanceOfSatisfying(
                        RejectedVideoException.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Rejection.INVALID_VIDEO_FRAME_RATE));
    }

    @Test
    void takesTheFilesDurationWhenTheStreamHasNone() throws Exception {
        VideoTrack unknown = track("h264", 1920, 1080, 0, 30, 1);

        assertThat(RULES.judge(new MediaFacts(List.of(unknown), 0, 40))).isSameAs(unknown);
    }

    @Test
    void limitsAreConfiguration() throws Exception {
        ConfigReader reader = ConfigReader.of(Map.of(
                "CONTEST_SHORTEST_VIDEO", "5s",
                "CONTEST_LONGEST_VIDEO", "10s",
                "CONTEST_SHORTER_SIDE", "480",
                "CONTEST_LONGER_SIDE", "4100",
                "CONTEST_FRAME_RATE", "30"));
        ContestRules rules = ContestRules.from(reader);
        reader.finish();

        assertThat(rules).isEqualTo(new ContestRules(Duration.ofSeconds(5), Duration.ofSeconds(10), 480, 4100, 30));
        assertThat(rules.judge(new MediaFacts(List.of(track("h264", 854, 480, 7, 30, 1)), 0, 7)))
                .isNotNull();
    }

    @Test
    void limitsThatContradictEachOtherAreAMistakeOfConfiguration() {
        ConfigReader reader = ConfigReader.of(Map.of("CONTEST_SHORTEST_VIDEO", "50s", "CONTEST_LONGEST_VIDEO", "30s"));
        ContestRules rules = ContestRules.from(reader);

        assertThat(rules.shortest()).isEqualTo(rules.longest());
        assertThatThrownBy(reader::finish).hasMessageContaining("contest.shortest-video");
    }

    private static VideoTrack track(String codec, int width, int height, double seconds, double rate, double aspect) {
        return new VideoTrack(codec, width, height, seconds, rate, 0, "bt709", "bt709", aspect);
    }
}
