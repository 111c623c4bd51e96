package co.anb.showcase.bench;

/** The benchmark can't go on: something did not start, or did not answer. */
public final class BenchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a sentence for people. */
    public BenchException(String message) {
        super(message);
    }

    /** The same with what was behind it. */
    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
