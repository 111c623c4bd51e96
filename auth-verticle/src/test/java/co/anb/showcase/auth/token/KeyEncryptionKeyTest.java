package co.anb.showcase.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is wrapped is opened by the same key under the same name only. */
class KeyEncryptionKeyTest {

    private static final byte[] SECRET = "secret".getBytes(StandardCharsets.UTF_8);

    private final KeyEncryptionKey key = key((byte) 1);

    @Test
    void opensWhatItSealed() {
        assertThat(key.unwrap(key.wrap(SECRET, "a"), "a")).isEqualTo(SECRET);
    }

    @Test
    void sealsTheSameSecretDifferently() {
        assertThat(key.wrap(SECRET, "a")).isNotEqualTo(key.wrap(SECRET, "a"));
    }

    @Test
    void refusesOtherKeysNamesAndBytes() {
        byte[] wrapped = key.wrap(SECRET, "a");
        byte[] altered = wrapped.clone();
        altered[altered.length - 1] ^= 1;

        assertThatThrownBy(() -> key((byte) 2).unwrap(wrapped, "a")).isInstanceOf(UnusableKeyException.class);
        assertThatThrownBy(() -> key.unwrap(wrapped, "b")).isInstanceOf(UnusableKeyException.class);
        assertThatThrownBy(() -> key.unwrap(altered, "a")).isInstanceOf(UnusableKeyException.class);
        assertThatThrownBy(() -> key.unwrap(new byte[3], "a")).isInstanceOf(UnusableKeyException.class);
    }

    private static KeyEncryptionKey key(byte fill) {
        byte[] bytes = new byte[KeyEncryptionKey.BYTES];
        java.util.Arrays.fill(bytes, fill);
        return new KeyEncryptionKey(bytes);
    }
}
