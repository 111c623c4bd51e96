package co.anb.showcase.embedded.postgres;

import java.io.Serial;

/** The embedded PostgreSQL could not be installed, started or spoken to; the message says which step and why. */
public final class EmbeddedPostgresException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
