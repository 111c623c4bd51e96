package co.anb.showcase.worker.pipeline;

import io.vertx.core.Future;
import java.nio.file.Path;

/** Makes published videos out of originals. */
public interface VideoPipeline {

    /**
     * Starts a run. Returns at once; all work happens on the pipeline's own threads.
     *
     * @param original the player's file, of which nothing is believed; only read
     * @param scratch an existing, empty folder for everything that the run writes; the caller deletes it
     * @param listener follows the progress
     * @return the run; one more than the pipeline has threads for fails with
     *     {@link java.util.concurrent.RejectedExecutionException}
     */
    PipelineRun start(Path original, Path scratch, PipelineListener listener);

    /**
     * Cancels what runs and ends the threads.
     *
     * @return succeeds when no child process is left
     */
    Future<Void> close();
}
