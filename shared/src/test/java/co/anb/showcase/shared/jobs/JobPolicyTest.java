package co.anb.showcase.shared.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobPolicyTest {

    private final JobPolicy target = JobPolicy.from(ConfigReader.of(Map.of()));

    @Test
    void hasTheDefaultsOfTheDesign() {
        assertThat(target).isEqualTo(new JobPolicy(3, Duration.ofSeconds(10), Duration.ofSeconds(60), true));
    }

    @Test
    void readsEveryKey() {
        Map<String, String> environment = Map.of(
                "JOBS_MAX_ATTEMPTS", "5",
                "JOBS_RETRY_DELAY", "2s",
                "JOBS_LEASE", "90s",
                "VIDEOS_AUTO_PUBLISH", "false");

        JobPolicy read = JobPolicy.from(ConfigReader.of(environment));

        assertThat(read).isEqualTo(new JobPolicy(5, Duration.ofSeconds(2), Duration.ofSeconds(90), false));
    }

    @ParameterizedTest
    @CsvSource({"JOBS_MAX_ATTEMPTS,0", "JOBS_RETRY_DELAY,0s", "JOBS_LEASE,11m", "VIDEOS_AUTO_PUBLISH,maybe"})
    void refusesWhatMakesNoSense(String variable, String value) {
        ConfigReader reader = ConfigReader.of(Map.of(variable, value));

        assertThat(JobPolicy.from(reader)).isEqualTo(target);

        assertThatThrownBy(reader::finish).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @CsvSource({"1,10", "2,20", "3,40"})
    void delayDoublesAndGrowsByAtMostAQuarter(int attempt, int seconds) {
        Random random = new Random(attempt);

        for (int i = 0; i < 100; i++) {
            Duration delay = target.delayAfter(attempt, random);

            assertThat(delay).isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1250L));
        }
    }

    @Test
    void thirdAttemptIsTheLast() {
        assertThat(target.isLast(2)).isFalse();
        assertThat(target.isLast(3)).isTrue();
    }
}
