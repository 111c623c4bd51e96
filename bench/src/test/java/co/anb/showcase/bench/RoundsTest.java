package co.anb.showcase.bench;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.bench.load.Load;
import co.anb.showcase.bench.verdict.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final List<String> order = new ArrayList<>();

    @Test
    void warmUpDoesNotCount() {
        Map<String, Series> rates = new Rounds(2).run(List.of(new Counting("a"), new Counting("b")));

        assertThat(rates.get("a")).isEqualTo(new Series(List.of(2.0, 3.0)));
        assertThat(rates.get("b")).isEqualTo(new Series(List.of(2.0, 3.0)));
        assertThat(order).hasSize(6).startsWith("a", "b");
    }

    @Test
    void whatALoadNotedBeforeTheRoundsIsLeftOut() {
        assertThat(new Rounds(2, 3).counted(List.of(9.0, 8.0, 7.0, 2.0, 1.0))).isEqualTo(new Series(List.of(2.0, 1.0)));
    }

    @Test
    void everyRoundRunsAllInAnotherOrder() {
        List<String> loads = List.of("a", "b", "c", "d", "e", "f", "g");
        List<List<String>> rounds = List.of(
                Rounds.turned(loads, 0), Rounds.turned(loads, 1), Rounds.turned(loads, 2), Rounds.turned(loads, 3));

        assertThat(rounds)
                .doesNotHaveDuplicates()
                .allSatisfy(round -> assertThat(round).containsExactlyInAnyOrderElementsOf(loads));
        assertThat(rounds.stream().map(round -> round.get(0))).doesNotHaveDuplicates();
    }

    private final class Counting implements Load {

        private final String name;
        private int runs;

        Counting(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public double perSecond() {
            order.add(name);
            return ++runs;
        }
    }
}
