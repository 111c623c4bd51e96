package co.anb.showcase.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BalancerTest {

    private static final Upstream ONE = Upstream.onLoopback(1);
    private static final Upstream TWO = Upstream.onLoopback(2);

    private final Balancer balancer = new Balancer(List.of(ONE, TWO));

    @Test
    void nodesTakeTurnsAndTheOtherIsTheSecondChoice() {
        assertThat(balancer.next()).isEqualTo(new Balancer.Choice(ONE, TWO));
        assertThat(balancer.next()).isEqualTo(new Balancer.Choice(TWO, ONE));
        assertThat(balancer.next()).isEqualTo(new Balancer.Choice(ONE, TWO));
    }

    @Test
    void aNodeThatIsDownIsLeftOutUntilItIsBack() {
        assertThat(balancer.found(ONE, false)).as("news").isTrue();
        assertThat(balancer.found(ONE, false)).as("known").isFalse();
        assertThat(balancer.next()).isEqualTo(new Balancer.Choice(TWO, TWO));
        assertThat(balancer.next()).isEqualTo(new Balancer.Choice(TWO, TWO));

        assertThat(balancer.found(ONE, true)).isTrue();
        assertThat(List.of(balancer.next().first(), balancer.next().first())).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void whenAllAreDownEachIsTriedAllTheSame() {
        assertThat(List.of(ONE, TWO))
                .allSatisfy(node -> assertThat(balancer.found(node, false)).isTrue());

        assertThat(List.of(balancer.next().first(), balancer.next().first())).containsExactlyInAnyOrder(ONE, TWO);
    }
}
