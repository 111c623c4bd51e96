package co.anb.showcase.api.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VoteConfigTest {

    @Test
    void ownVideoMayBeVotedForByDefault() {
        assertThat(VoteConfig.from(ConfigReader.of(Map.of()))).isEqualTo(new VoteConfig(true, 300));
    }

    @Test
    void everyKeyIsRead() {
        ConfigReader reader = ConfigReader.of(Map.of("VOTES_OWN_VIDEO", "false", "VOTES_PER_MINUTE", "7"));

        assertThat(VoteConfig.from(reader)).isEqualTo(new VoteConfig(false, 7));
    }

    @Test
    void badValuesAreNamedByTheirKeys() {
        ConfigReader reader = ConfigReader.of(Map.of("VOTES_OWN_VIDEO", "si", "VOTES_PER_MINUTE", "-1"));

        assertThat(VoteConfig.from(reader)).isEqualTo(new VoteConfig(true, 300));
        assertThatThrownBy(reader::finish)
                .hasMessageContaining("votes.own-video")
                .hasMessageContaining("votes.per-minute");
    }
}
