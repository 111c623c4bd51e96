package co.anb.showcase.auth.token;

import java.time.Instant;

/**
 * A row of {@code signing_keys}.
 *
 * @param id the {@code kid}
 * @param publicKey X.509 SubjectPublicKeyInfo
 * @param wrappedPrivateKey PKCS #8, wrapped
 * @param createdAt published from
 * @param signsFrom signs from
 */
// The bytes are never changed nor compared.
@SuppressWarnings("ArrayRecordComponent")
record StoredKey(String id, byte[] publicKey, byte[] wrappedPrivateKey, Instant createdAt, Instant signsFrom) {

    @Override
    public String toString() {
        return "StoredKey[" + id + "]";
    }
}
