package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.problem.Messages;

/**
 * Why a job's attempt failed.
 *
 * @param code stable, for programs: an {@code error_code}
 * @param sentence for the player, Spanish
 */
public record JobFailure(String code, String sentence) {

    /** The worker vanished in the middle of the last attempt: its lease ran out. */
    public static JobFailure workerCrashed() {
        return new JobFailure("WORKER_CRASHED", Messages.text(Messages.SPANISH, "job.failed"));
    }

    /** Something on our side failed; nothing is wrong with the video as far as is known. */
    public static JobFailure processingFailed() {
        return new JobFailure("PROCESSING_FAILED", Messages.text(Messages.SPANISH, "job.failed"));
    }

    /** The storage did not give the original or did not take the result. */
    public static JobFailure storageError() {
        return new JobFailure("STORAGE_ERROR", Messages.text(Messages.SPANISH, "job.failed"));
    }
}
