package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.FfmpegException;
import co.anb.showcase.worker.ffmpeg.FfmpegException.Kind;
import co.anb.showcase.worker.ffmpeg.FfmpegSession;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/** A run of the real pipeline: its blocking part on a pool thread, its result and progress on the caller's context. */
final class FfmpegRun implements PipelineRun {

    private final Workshop workshop;
    private final Vertx vertx;
    private final FfmpegSession session;
    private final Future<ProcessedVideo> result;
    private volatile boolean over;

    FfmpegRun(Workshop workshop, WorkerExecutor pool, Context caller, Work work) {
        this.workshop = workshop;
        vertx = caller.owner();
        session = workshop.session();
        PipelineListener onCaller = (stage, percent) -> caller.runOnContext(tick -> {
            if (!over) {
                work.listener().progressed(stage, percent);
            }
        });
        result = pool.executeBlocking(() -> process(work, onCaller), false).onComplete(ended -> over = true);
    }

    /**
     * What to do.
     *
     * @param original the player's file
     * @param scratch the folder for what is written
     * @param listener follows the progress
     */
    record Work(Path original, Path scratch, PipelineListener listener) {}

    @Override
    public Future<ProcessedVideo> result() {
        return result;
    }

    @Override
    public Future<Void> cancel() {
        // Looks through all processes of the machine, which takes too long for an event loop.
        return vertx.executeBlocking(
                        () -> {
                            session.kill();
                            return true;
                        },
                        false)
                .compose(killed -> result.transform(whatever -> Future.succeededFuture()));
    }

    private ProcessedVideo process(Work work, PipelineListener listener) throws Exception {
        RunProgress progress = new RunProgress(listener, workshop.metrics());
        try {
            return new Processing(workshop, session, progress).process(work.original(), work.scratch());
        } catch (RejectedVideoException rejected) {
            workshop.metrics().rejected(rejected.reason());
            throw rejected;
        } catch (FfmpegException failure) {
            throw translated(failure);
        }
    }

    private Exception translated(FfmpegException failure) {
        if (failure.kind() == Kind.CANCELLED) {
            CancellationException cancelled = new CancellationException("the run was cancelled");
            cancelled.initCause(failure);
            return cancelled;
        }
        if (failure.kind() == Kind.TIMED_OUT || failure.kind() == Kind.KILLED) {
            workshop.metrics().childKilled();
        }
        return failure;
    }
}
