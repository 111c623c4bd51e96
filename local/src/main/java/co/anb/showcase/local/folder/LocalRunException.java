package co.anb.showcase.local.folder;

import java.io.Serial;

/** Local mode can't start; the message is the one sentence that the user reads. */
public final class LocalRunException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** A failure that explains itself. */
    public LocalRunException(String sentence) {
        super(sentence);
    }

    /** A failure with its cause for the log. */
    public LocalRunException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
