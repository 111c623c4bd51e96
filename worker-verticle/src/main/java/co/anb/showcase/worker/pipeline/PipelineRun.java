package co.anb.showcase.worker.pipeline;

import io.vertx.core.Future;

/** One video on its way through the pipeline. */
public interface PipelineRun {

    /**
     * The outcome of the run.
     *
     * @return succeeds with the files; fails with {@link RejectedVideoException} when the content is at fault (a retry
     *     can't help), with {@link java.util.concurrent.CancellationException} after {@link #cancel()}, and with any
     *     other exception for a fault on our side, which a retry may cure. When it completes, no child process of this
     *     run is alive and nothing writes to the scratch folder any more.
     */
    Future<ProcessedVideo> result();

    /**
     * Ends the run: kills FFmpeg with all its children. Harmless on a run that is already over, and when called twice.
     *
     * @return succeeds when the run is over, whatever its result was
     */
    Future<Void> cancel();
}
