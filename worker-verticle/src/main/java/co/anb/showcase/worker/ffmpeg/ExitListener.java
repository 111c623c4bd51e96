package co.anb.showcase.worker.ffmpeg;

/** Hears how each command ended, on the thread that ran it. */
@FunctionalInterface
public interface ExitListener {

    /** Nobody listens. */
    ExitListener NONE = (program, exitValue) -> {};

    /**
     * A command is over.
     *
     * @param program {@code ffmpeg} or {@code ffprobe}
     * @param exitValue of the child, or of the sandbox that could not start it
     */
    void ended(String program, int exitValue);
}
