package co.anb.showcase.shared.tokens;

/** Tells whether a token that is otherwise good was ended early. */
@FunctionalInterface
public interface Revocations {

    /** Whether the token's session was ended or its account disabled after it was issued. */
    boolean isRevoked(AccessToken token);
}
