package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodedTrackTest {

    @Test
    void readsWhatFfprobePrints() {
        assertThat(EncodedTrack.of("nb_frames=900\nextradata_hash=MD5:8dda\n"))
                .isEqualTo(new EncodedTrack(900, "MD5:8dda"));
    }

    @Test
    void takesUnknownForNothing() {
        assertThat(EncodedTrack.of("nb_frames=N/A\n")).isEqualTo(new EncodedTrack(0, ""));
        assertThat(EncodedTrack.of("")).isEqualTo(new EncodedTrack(0, ""));
    }
}
