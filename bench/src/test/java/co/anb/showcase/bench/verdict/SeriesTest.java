package co.anb.showcase.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void ratiosAreOfTheSameRound() {
        Series ratios = new Series(List.of(10.0, 40.0, 30.0)).dividedBy(new Series(List.of(5.0, 10.0, 10.0)));

        assertThat(ratios.values()).containsExactly(2.0, 4.0, 3.0);
        assertThat(ratios.median()).isEqualTo(3.0);
        assertThat(ratios.least()).isEqualTo(2.0);
        assertThat(ratios.most()).isEqualTo(4.0);
    }

    @Test
    void medianOfAnEvenNumberIsBetween() {
        assertThat(new Series(List.of(4.0, 1.0, 2.0, 8.0)).median()).isEqualTo(3.0);
    }

    @Test
    void onlyPairsHaveARatio() {
        Series one = new Series(List.of(1.0));
        Series two = new Series(List.of(1.0, 2.0));

        assertThatIllegalArgumentException().isThrownBy(() -> one.dividedBy(two));
        assertThatIllegalArgumentException().isThrownBy(() -> new Series(List.of()));
    }
}
