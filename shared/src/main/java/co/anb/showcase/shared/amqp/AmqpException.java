package co.anb.showcase.shared.amqp;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A message could not be handed to the broker, or the broker could not be asked. An expected failure: no stack trace.
 * The caller may try again later; whether the broker has the message is unknown except for {@link Reason#UNROUTABLE}
 * and {@link Reason#NOT_CONNECTED}.
 */
public final class AmqpException extends RuntimeException {
    /** What went wrong; a tag value of the metrics. */
    public enum Reason {
        /** There is no connection at this moment; nothing was sent. */
        NOT_CONNECTED,
        /**
         * The broker has an alarm, memory or disk, and takes no messages; nothing was sent, or it waits at the broker.
         */
        BLOCKED,
        /** Too many messages wait for their confirmation; nothing was sent. */
        OVERLOADED,
        /** The broker has no such queue and gave the message back. */
        UNROUTABLE,
        /** The broker refused the message; Qpid says this, too, of one that no queue takes. */
        REFUSED,
        /** The confirmation did not come in time. */
        TIMEOUT,
        /** The connection ended before the confirmation came. */
        CONNECTION_LOST
    }

    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    AmqpException(Reason reason, String message) {
        this(reason, message, null);
    }

    AmqpException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.reason = reason;
    }

    /** What went wrong. */
    public Reason reason() {
        return reason;
    }
}
