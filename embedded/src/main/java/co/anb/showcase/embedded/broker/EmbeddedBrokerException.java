package co.anb.showcase.embedded.broker;

import java.io.Serial;

/** The embedded broker could not be started, changed or stopped; the message says which step and why. */
public final class EmbeddedBrokerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EmbeddedBrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
