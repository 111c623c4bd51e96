package co.anb.showcase.shared.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesUpToTheLongestPause() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(500), () -> 1.0);

        List<Long> pauses =
                IntStream.range(0, 5).mapToObj(i -> backoff.nextMillis()).toList();

        assertThat(pauses).containsExactly(100L, 200L, 400L, 500L, 500L);
    }

    @Test
    void isNeverShorterThanHalf() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(500), () -> 0.0);

        assertThat(backoff.nextMillis()).isEqualTo(50);
        assertThat(backoff.nextMillis()).isEqualTo(100);
    }

    @Test
    void beginsAgainAfterAReset() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofHours(1), () -> 1.0);
        long far = IntStream.range(0, 2_000)
                .mapToLong(i -> backoff.nextMillis())
                .max()
                .orElseThrow();

        backoff.reset();

        assertThat(far).isEqualTo(Duration.ofHours(1).toMillis());
        assertThat(backoff.nextMillis()).isEqualTo(100);
    }
}
