package co.anb.showcase.auth.token;

import co.anb.showcase.shared.ids.Ids;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;

/** Makes RSA keys of 2048 bits; takes tenths of a second, so never on an event loop. */
final class KeyFactory {

    private static final int BITS = 2_048;

    private final KeyEncryptionKey keyEncryptionKey;

    KeyFactory(KeyEncryptionKey keyEncryptionKey) {
        this.keyEncryptionKey = keyEncryptionKey;
    }

    StoredKey create(Instant createdAt, Instant signsFrom) {
        String id = Ids.next().toString();
        KeyPair pair = generate();
        byte[] wrapped = keyEncryptionKey.wrap(pair.getPrivate().getEncoded(), id);
        return new StoredKey(id, pair.getPublic().getEncoded(), wrapped, createdAt, signsFrom);
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA is part of every JDK", e);
        }
    }
}
