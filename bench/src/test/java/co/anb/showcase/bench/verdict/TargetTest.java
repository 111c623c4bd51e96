package co.anb.showcase.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TargetTest {

    private final Target rate = Target.atLeast("votes", 4, 8);
    private final Target cost = Target.atMost("job", 1.0, 0.85);

    @Test
    void medianAboveTheFloorPasses() {
        assertThat(rate.judge(rounds(3.9, 4.5, 5))).isEqualTo(Verdict.PASS);
        assertThat(cost.judge(rounds(0.9, 0.95, 1.05))).isEqualTo(Verdict.PASS);
    }

    @Test
    void belowIsOnlyWhatNoRoundReaches() {
        assertThat(rate.judge(rounds(3, 3.5, 3.9))).isEqualTo(Verdict.BELOW);
        assertThat(rate.judge(rounds(1, 2, 3.9))).isEqualTo(Verdict.BELOW);
        assertThat(cost.judge(rounds(1.01, 1.1, 1.2))).isEqualTo(Verdict.BELOW);
    }

    @Test
    void roundsThatDisagreeAboutTheFloorGiveNoVerdict() {
        assertThat(rate.judge(rounds(3.5, 3.9, 4.1))).isEqualTo(Verdict.NONE);
        assertThat(cost.judge(rounds(0.98, 1.1, 1.2))).isEqualTo(Verdict.NONE);
    }

    @Test
    void roundsThatAreFarApartGiveNoVerdict() {
        assertThat(rate.judge(rounds(6, 10, 12))).isEqualTo(Verdict.PASS);
        assertThat(rate.judge(rounds(5.9, 10, 12))).isEqualTo(Verdict.NONE);
        assertThat(rate.judge(rounds(8, 10, 14.1))).isEqualTo(Verdict.NONE);
    }

    @Test
    void limitIsForEveryRoundHoweverTheyDiffer() {
        Target limit = Target.limit("MB", 32, 16);

        assertThat(limit.judge(rounds(0.2, 1.6, 31))).isEqualTo(Verdict.PASS);
        assertThat(limit.judge(rounds(0.2, 1.6, 33))).isEqualTo(Verdict.NONE);
        assertThat(limit.judge(rounds(33, 40, 50))).isEqualTo(Verdict.BELOW);
        assertThat(limit.meetsAim(rounds(0.2, 1.6, 31))).isTrue();
    }

    @Test
    void aimIsForTheMedian() {
        assertThat(rate.meetsAim(rounds(7, 8, 9))).isTrue();
        assertThat(rate.meetsAim(rounds(7, 7.9, 9))).isFalse();
        assertThat(cost.meetsAim(rounds(0.8, 0.85, 0.9))).isTrue();
    }

    private static Series rounds(double... ratios) {
        return new Series(Arrays.stream(ratios).boxed().toList());
    }
}
