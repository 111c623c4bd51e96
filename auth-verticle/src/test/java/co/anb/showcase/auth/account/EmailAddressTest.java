package co.anb.showcase.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be an address, and which two are the same. */
class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"a@example.com", "José.Ñáñez+anb@correo.example.co", "o'neil@example.com", " a@b.co "})
    void takesAddresses(String text) {
        assertThat(EmailAddress.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a@", "@b.co", "a@b", "a b@c.co", "a@b..co", "a@-b.co", "a@b.co,c@d.co", "<a@b.co>"})
    void refusesOthers(String text) {
        assertThat(EmailAddress.parse(text)).isEmpty();
    }

    @Test
    void caseAndCompositionMakeNoDifference() {
        assertThat(EmailAddress.of("JOSÉ@EXAMPLE.com").key())
                .isEqualTo(EmailAddress.of("jose\u0301@example.com").key());
    }
}
