package co.anb.showcase.worker.job;

/** The job is somebody else's by now, or its video is gone: whatever this attempt made is to be thrown away. */
final class LostLeaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostLeaseException() {
        super("the lease of the job is lost", null, false, false);
    }
}
