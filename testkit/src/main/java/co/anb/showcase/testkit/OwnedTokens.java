package co.anb.showcase.testkit;

import org.jspecify.annotations.Nullable;

/** The token issuer of one test class; an RSA key takes a second to make, so only for a class that asks. */
final class OwnedTokens implements AutoCloseable {
    private @Nullable Tokens tokens;

    synchronized Tokens tokens() {
        Tokens made = tokens;
        if (made == null) {
            made = new Tokens();
            tokens = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (tokens != null) {
            tokens.close();
        }
    }
}
