package co.anb.showcase.api.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingConfigTest {

    @Test
    void rankingIsASecondOldAtMostByDefault() {
        assertThat(RankingConfig.from(ConfigReader.of(Map.of())).maxAge()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void ageIsRead() {
        assertThat(RankingConfig.from(ConfigReader.of(Map.of("RANKING_MAX_AGE", "250ms")))
                        .maxAge())
                .isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void olderThanTheContractAllowsIsRefused() {
        ConfigReader reader = ConfigReader.of(Map.of("RANKING_MAX_AGE", "6s"));

        assertThat(RankingConfig.from(reader).maxAge()).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(reader::finish).hasMessageContaining("ranking.max-age");
    }
}
