package co.anb.showcase.worker.job;

import co.anb.showcase.worker.pipeline.PipelineListener;
import co.anb.showcase.worker.pipeline.PipelineRun;
import co.anb.showcase.worker.pipeline.ProcessedVideo;
import co.anb.showcase.worker.pipeline.Stage;
import co.anb.showcase.worker.pipeline.VideoPipeline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs that end when and as a test says. */
final class FakePipeline implements VideoPipeline {

    private final Vertx vertx;
    private final List<Run> runs = new CopyOnWriteArrayList<>();

    FakePipeline(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The runs so far, oldest first. */
    List<Run> runs() {
        return List.copyOf(runs);
    }

    @Override
    public PipelineRun start(Path original, Path scratch, PipelineListener listener) {
        Run run = new Run(scratch, listener);
        runs.add(run);
        return run;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    /** One run in a test's hands. */
    final class Run implements PipelineRun {

        private final Path scratch;
        private final PipelineListener listener;
        private final Promise<ProcessedVideo> result = Promise.promise();
        private volatile boolean cancelled;

        private Run(Path scratch, PipelineListener listener) {
            this.scratch = scratch;
            this.listener = listener;
        }

        Path scratch() {
            return scratch;
        }

        boolean isCancelled() {
            return cancelled;
        }

        void progress(Stage stage, int percent) {
            listener.progressed(stage, percent);
        }

        /** Writes both files and succeeds. */
        Future<Void> succeed() {
            Path video = scratch.resolve("out.mp4");
            Path poster = scratch.resolve("out.jpg");
            return vertx.fileSystem()
                    .writeFile(video.toString(), Buffer.buffer("video"))
                    .compose(made -> vertx.fileSystem().writeFile(poster.toString(), Buffer.buffer("poster")))
                    .onSuccess(made ->
                            result.tryComplete(new ProcessedVideo(video, poster, Duration.ofSeconds(34), true)));
        }

        void fail(Throwable cause) {
            result.tryFail(cause);
        }

        @Override
        public Future<ProcessedVideo> result() {
            return result.future();
        }

        @Override
        public Future<Void> cancel() {
            cancelled = true;
            result.tryFail(new CancellationException("cancelled by the worker"));
            return Future.succeededFuture();
        }
    }
}
