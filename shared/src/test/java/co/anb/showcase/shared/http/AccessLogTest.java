package co.anb.showcase.shared.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void aSecondHasItsLinesAndTheNextHasThemAgain() {
        AccessLog.Budget budget = new AccessLog.Budget(3);
        long now = System.nanoTime() + SECOND;

        assertThat(IntStream.range(0, 10).filter(i -> budget.take(now + i))).hasSize(3);
        assertThat(budget.take(now + SECOND - 1)).isFalse();
        assertThat(budget.take(now + SECOND)).isTrue();
    }

    @Test
    void whatWasLeftOutIsToldOnce() {
        AccessLog.Budget budget = new AccessLog.Budget(1);
        long now = System.nanoTime() + SECOND;

        assertThat(IntStream.range(0, 5).filter(i -> budget.take(now + i))).hasSize(1);
        assertThat(budget.skippedBefore()).isEqualTo(4);
        assertThat(budget.skippedBefore()).isZero();
    }

    @Test
    void noneIsNone() {
        AccessLog.Budget budget = new AccessLog.Budget(0);

        assertThat(budget.take(System.nanoTime() + SECOND)).isFalse();
        assertThat(budget.take(System.nanoTime() + 2 * SECOND)).isFalse();
    }
}
