package co.anb.showcase.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DispositionTest {

    @Test
    void nameIsGivenTwiceForOldAndNewClients() {
        assertThat(Disposition.attachment("Jugada día 1.mp4").headerValue())
                .isEqualTo("attachment; filename=\"Jugada dia 1.mp4\"; filename*=UTF-8''Jugada%20d%C3%ADa%201.mp4");
    }

    @Test
    void nameCanNotBreakOutOfItsHeader() {
        String header = Disposition.inline("a\r\nSet-Cookie: x=1\"; evil=\"\u0000\ud800.mp4")
                .headerValue();

        assertThat(header)
                .isEqualTo("inline; filename=\"aSet-Cookie_ x_1__ evil__.mp4\";"
                        + " filename*=UTF-8''aSet-Cookie%3A%20x%3D1%22%3B%20evil%3D%22.mp4");
    }

    @Test
    void nameIsBounded() {
        assertThat(Disposition.inline("ñ".repeat(10_000)).headerValue()).hasSizeLessThan(1_200);
    }

    @Test
    void nameOfNothingIsNoName() {
        assertThat(Disposition.attachment(" \t\n").headerValue()).isEqualTo("attachment");
        assertThat(Disposition.INLINE.headerValue()).isEqualTo("inline");
    }
}
