package co.anb.showcase.worker.ffmpeg;

/** FFmpeg or ffprobe did not do what it was asked to. */
public final class FfmpegException extends Exception {

    /** What ended the child. */
    public enum Kind {
        /** It gave up by itself; its last lines say why. */
        FAILED,
        /** It ran longer than the wall time and was killed. */
        TIMED_OUT,
        /** The kernel stopped it at a limit, or it crashed or was killed by someone else. */
        KILLED,
        /** The sandbox, a limit or the dynamic linker refused; no file was opened. */
        NOT_STARTED,
        /** Memory or disk ran out. */
        OUT_OF_RESOURCES,
        /** We ended it, because the run was cancelled. */
        CANCELLED
    }

    private final Kind kind;
    private final String tail;

    FfmpegException(Kind kind, String message, String tail) {
        super(tail.isEmpty() ? message : message + ": " + tail);
        this.kind = kind;
        this.tail = tail;
    }

    /**
     * What ended the child.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The last lines that the child wrote, loader noise removed.
     *
     * @return at most 40 lines, perhaps none
     */
    public String tail() {
        return tail;
    }
}
