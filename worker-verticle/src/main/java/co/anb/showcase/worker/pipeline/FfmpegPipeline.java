package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.FfmpegTools;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pipeline on FFmpeg. Its pool has as many threads as runs are allowed at once, and a run that finds none free is
 * refused: a queue here would hold leases of jobs that nobody works on. The pool's threads live as long as the
 * pipeline, which the children need (they die with the thread that started them).
 */
public final class FfmpegPipeline implements VideoPipeline {

    private static final String POOL = "video-pipeline-";
    private static final AtomicInteger POOLS = new AtomicInteger();

    private final Vertx vertx;
    private final WorkerExecutor pool;
    private final Workshop workshop;
    private final Semaphore free;
    private final Set<FfmpegRun> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private FfmpegPipeline(Vertx vertx, WorkerExecutor pool, Workshop workshop) {
        this.vertx = vertx;
        this.pool = pool;
        this.workshop = workshop;
        free = new Semaphore(workshop.config().concurrency());
    }

    /**
     * Finds FFmpeg, tries the assets and makes the threads.
     *
     * @param vertx whose contexts get results and progress
     * @param config of the pipeline
     * @param assets that must exist until the pipeline is closed
     * @param metrics of the pipeline
     * @return succeeds with a pipeline that can be started; fails with a sentence for the operator when there is no
     *     FFmpeg that fits, or an asset can't be used
     */
    public static Future<FfmpegPipeline> open(
            Vertx vertx, PipelineConfig config, PipelineAssets assets, PipelineMetrics metrics) {
        // Twice the wall time of one child: beyond that Vert.x may well say that a thread is stuck.
        long longestSeconds = 2 * config.ffmpeg().limits().wallTime().toSeconds();
        WorkerExecutor pool = vertx.createSharedWorkerExecutor(
                POOL + POOLS.incrementAndGet(), config.concurrency(), longestSeconds, TimeUnit.SECONDS);
        return pool.executeBlocking(() -> new WorkshopOpening(config, assets, metrics).open(), false)
                .map(workshop -> new FfmpegPipeline(vertx, pool, workshop))
                .recover(failure -> pool.close().transform(closed -> Future.failedFuture(failure)));
    }

    /** The sandbox, where FFmpeg was found and the first line of {@code ffmpeg -version}, for a health detail. */
    public String description() {
        FfmpegTools tools = workshop.tools();
        return "sandbox %s, %s %s".formatted(tools.sandbox().name(), tools.origin(), tools.version());
    }

    /** Succeeds while both programs are where they were found; for the health of this node. */
    public Future<Void> check() {
        List<Path> programs =
                List.of(workshop.tools().ffmpeg(), workshop.tools().ffprobe());
        List<Future<Boolean>> there = programs.stream()
                .map(program -> vertx.fileSystem().exists(program.toString()))
                .toList();
        return Future.all(there)
                .compose(all -> there.stream().allMatch(Future::result)
                        ? Future.succeededFuture()
                        : Future.failedFuture("FFmpeg is gone: " + programs));
    }

    @Override
    public PipelineRun start(Path original, Path scratch, PipelineListener listener) {
        if (closed || !free.tryAcquire()) {
            return new RefusedRun(new RejectedExecutionException("no thread is free for another run"));
        }
        FfmpegRun run = new FfmpegRun(
                workshop, pool, vertx.getOrCreateContext(), new FfmpegRun.Work(original, scratch, listener));
        running.add(run);
        run.result().onComplete(ended -> forget(run));
        return run;
    }

    private void forget(FfmpegRun run) {
        if (running.remove(run)) {
            free.release();
        }
    }

    /** Cancels what runs and ends the threads; a run that is started later is refused. */
    @Override
    public Future<Void> close() {
        closed = true;
        List<Future<Void>> cancelled = running.stream().map(FfmpegRun::cancel).toList();
        return Future.join(cancelled).transform(all -> pool.close());
    }

    /** A run that never began. */
    private record RefusedRun(RejectedExecutionException reason) implements PipelineRun {

        @Override
        public Future<ProcessedVideo> result() {
            return Future.failedFuture(reason);
        }

        @Override
        public Future<Void> cancel() {
            return Future.succeededFuture();
        }
    }
}
