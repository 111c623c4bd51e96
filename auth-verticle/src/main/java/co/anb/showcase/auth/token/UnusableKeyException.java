package co.anb.showcase.auth.token;

/** A stored signing key can't be opened: the key-encryption key is not the one under which it was stored. */
public final class UnusableKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableKeyException(String keyId) {
        super("can't open the stored signing key " + keyId + ": it was stored under another key-encryption key");
    }
}
