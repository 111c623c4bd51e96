package co.anb.showcase.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.events.VideoChanged;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events of the worker come before what it writes down, and some never come. */
class VideoStateTest {

    private static final long NOW = 1_000;

    private final VideoState heard = read("processing", 10).heard(event("processing", "encode", 40), NOW);

    @Test
    void whatWasReadBehindAnEventIsNotShown() {
        assertThat(heard.orAhead(read("processing", 30), NOW)).isSameAs(heard);
        assertThat(heard.orAhead(read("uploaded", 0), NOW)).isSameAs(heard);
    }

    @Test
    void whatWasReadAheadOfAnEventIsShown() {
        assertThat(heard.orAhead(read("processing", 50), NOW).percent()).isEqualTo(50);
        assertThat(heard.orAhead(read("failed", 0), NOW).status()).isEqualTo("failed");
        assertThat(heard.orAhead(read("processed", 100), NOW).status()).isEqualTo("processed");
    }

    @Test
    void databaseIsTheTruthOnceNoEventComesAnyMore() {
        long later = NOW + Duration.ofSeconds(16).toNanos();

        assertThat(heard.orAhead(read("processing", 5), later).percent()).isEqualTo(5);
    }

    @Test
    void jobThatIsTriedAgainGoesBack() {
        VideoState again = heard.heard(event("processing", "load", 1), NOW);

        assertThat(again.percent()).isEqualTo(1);
    }

    @Test
    void onlyWorkThatGoesOnIsShownAsAnEventTellsIt() {
        assertThat(VideoState.isProgress(event("processing", "encode", 1))).isTrue();
        assertThat(VideoState.isProgress(event("failed", "encode", 1))).isFalse();
        assertThat(VideoState.isProgress(
                        new VideoChanged(VideoId.next(), UserId.next(), "processing", Optional.empty(), 0)))
                .as("an attempt that ended")
                .isFalse();
    }

    private static VideoState read(String status, int percent) {
        return new VideoState(status, Optional.of("encode"), percent, Optional.empty(), Optional.empty());
    }

    private static VideoChanged event(String status, String stage, int percent) {
        return new VideoChanged(VideoId.next(), UserId.next(), status, Optional.of(stage), percent);
    }
}
