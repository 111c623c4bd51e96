package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.worker.ffmpeg.VideoTrack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodeCommandsTest {

    private static final Path VIDEO = Path.of("/scratch/player.mp4");
    private static final Path POSTER = Path.of("/scratch/poster.jpg");

    private final EncodeProfile profile = new EncodeProfile("veryfast", 23, 5000, 2);
    private final EncodeCommands target =
            new EncodeCommands(profile, Path.of("/assets/watermark.png"), Duration.ofSeconds(30));

    @Test
    void opensThePlayersFileUnderHostileArgumentsAndStopsReadingAtThirtySeconds() {
        List<String> command = target.player(part("-i", "bt709", "bt709", 900), VIDEO, POSTER)
                .builder()
                .build();

        int input = command.indexOf("file:" + Path.of("-i").toAbsolutePath());
        List<String> options = command.subList(0, input);
        assertThat(options).containsSequence("-protocol_whitelist", "file", "-f", "mov");
        assertThat(options).containsSequence("-t", "30", "-i");
        assertThat(options).contains("-max_pixels", "-codec_whitelist", "-an");
        assertThat(command.subList(input + 1, command.size()))
                .as("the limit is no output option")
                .doesNotContain("-t");
    }

    @Test
    void encodesEverythingIntoOneForm() {
        List<String> command = target.player(part("a.mp4", "bt709", "bt709", 900), VIDEO, POSTER)
                .builder()
                .build();

        assertThat(command)
                .containsSequence("-map_metadata", "-1", "-map_chapters", "-1")
                .containsSequence("-g", "60", "-keyint_min", "60", "-sc_threshold", "0")
                .containsSequence("-x264-params", "stitchable=1")
                .containsSequence("-profile:v", "high", "-level:v", "3.1")
                .containsSequence("-video_track_timescale", "15360")
                .contains("libx264", "-an", "veryfast", "[video]", "[poster]");
    }

    @Test
    void convertsEverySourceToOneColourSignalling() {
        assertThat(graph("bt709", "bt709"))
                .contains("out_color_matrix=bt709:out_range=tv")
                .doesNotContain("tonemap", "in_color_matrix");
        assertThat(graph("", "")).as("no tag means HD").contains("in_color_matrix=bt709");
        assertThat(graph("bt2020nc", "arib-std-b67")).contains("tonemap=mobius", "zscale=t=linear");
        assertThat(graph("bt2020nc", "smpte2084")).contains("tonemap=mobius");
    }

    @Test
    void copiesAListThatNamesFilesBesideItOnly() {
        List<String> command = target.join(Path.of("/scratch/parts.ffconcat"), Path.of("/scratch/video.mp4"))
                .builder()
                .build();

        assertThat(command)
                .containsSequence("-f", "concat", "-safe", "1", "-i", "file:/scratch/parts.ffconcat")
                .containsSequence("-vcodec", "copy")
                .containsSequence("-movflags", "+faststart");
    }

    @Test
    void singlePassConcatenatesAllPartsAndMarksOnlyThePlayers() {
        Part bumper = part("intro.mp4", "bt709", "bt709", 75);
        List<String> command = target.all(bumper, part("a.mp4", "bt709", "bt709", 900), bumper, VIDEO, POSTER)
                .builder()
                .build();

        String graph = command.get(command.indexOf("-filter_complex") + 1);
        assertThat(graph).contains("[opening][middle][closing]concat=n=3:v=1:a=0[video]");
        assertThat(graph.split("overlay", -1)).as("one watermark").hasSize(2);
        assertThat(command).containsSequence("-movflags", "+faststart");
    }

    @Test
    void fingerprintChangesWithWhateverShapesABumper() {
        Part bumper = part("intro.mp4", "bt709", "bt709", 75);
        String fingerprint = target.fingerprint(bumper);

        EncodeCommands other =
                new EncodeCommands(new EncodeProfile("fast", 23, 5000, 2), Path.of("w.png"), Duration.ofSeconds(30));
        assertThat(other.fingerprint(bumper)).isNotEqualTo(fingerprint);
        assertThat(target.fingerprint(part("intro.mp4", "smpte170m", "bt709", 60)))
                .isNotEqualTo(fingerprint);
        assertThat(target.fingerprint(bumper)).isEqualTo(fingerprint);
    }

    private String graph(String matrix, String transfer) {
        List<String> command = target.player(part("a.mp4", matrix, transfer, 900), VIDEO, POSTER)
                .builder()
                .build();
        return command.get(command.indexOf("-filter_complex") + 1);
    }

    private static Part part(String name, String matrix, String transfer, long frames) {
        VideoTrack track = new VideoTrack("h264", 1920, 1080, 40, 30, 1200, matrix, transfer, 1);
        return new Part(Path.of(name), track, frames);
    }
}
