package co.anb.showcase.bench.part;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.Rounds;
import co.anb.showcase.bench.estate.Cpu;
import co.anb.showcase.bench.load.Load;
import co.anb.showcase.bench.verdict.Series;
import co.anb.showcase.bench.verdict.Target;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.worker.ffmpeg.FfmpegLocator;
import co.anb.showcase.worker.ffmpeg.FfmpegTools;
import co.anb.showcase.worker.pipeline.FfmpegPipeline;
import co.anb.showcase.worker.pipeline.PipelineAssets;
import co.anb.showcase.worker.pipeline.PipelineConfig;
import co.anb.showcase.worker.pipeline.PipelineMetrics;
import co.anb.showcase.worker.pipeline.ProcessedVideo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The processor time of a whole video (probe, judge, encode, poster, join, all processes and sandboxes) against one
 * FFmpeg command that makes the same video in a single pass, bumpers included, and against a chain of four encodes. The
 * bumpers are in the pipeline's cache, as they are for every video but a worker's first.
 */
public final class PipelinePart implements Part {

    private static final int LIMIT_MINUTES = 5;

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public void run(Bench bench) {
        Vertx vertx = Vertx.vertx();
        try {
            Path folder = Files.createDirectories(bench.estate().folder().resolve("pipeline"));
            PipelineConfig config = PipelineConfig.from(ConfigReader.of(Map.of(
                    "FFMPEG_BUNDLE_DIR",
                    bench.estate().root().resolve("bench/target/ffmpeg").toString(),
                    "PIPELINE_CACHE_DIR",
                    folder.resolve("bumpers").toString(),
                    "CONTEST_SHORTEST_VIDEO",
                    "5s",
                    // A sandbox hides from its parent what ran in it has cost.
                    "FFMPEG_SANDBOX",
                    "off")));
            PipelineAssets assets = PipelineAssets.writeDefaults(folder);
            FfmpegTools tools = new FfmpegLocator(config.ffmpeg()).locate();
            BareFfmpeg bare = new BareFfmpeg(tools, assets, config.profile().threads(), folder);
            Path clip = bare.clip(bench.quick() ? 5 : 30);
            FfmpegPipeline pipeline = finished(
                    FfmpegPipeline.open(vertx, config, assets, new PipelineMetrics(new SimpleMeterRegistry())));
            measure(bench, new Job(pipeline, clip, folder), bare);
            finished(pipeline.close());
        } catch (IOException e) {
            throw new BenchException("the pipeline can't be measured", e);
        } finally {
            finished(vertx.close());
        }
    }

    private static void measure(Bench bench, Job job, BareFfmpeg bare) {
        FourEncodes chain = new FourEncodes(bare);
        Map<String, Series> costs = new Rounds(bench.quick() ? 1 : 2).run(List.of(job, bare, chain));
        costs.forEach((name, series) -> bench.report().rate(name, "s CPU", series));
        Ratios ratios = new Ratios(bench.report(), costs);
        ratios.judge(Target.atMost("CPU of a whole job / bare FFmpeg", 1.0, 0.85), job.name(), bare.name());
        ratios.tell("CPU of a whole job / chain of four encodes", job.name(), chain.name());
        bare.encode(0, bare.lossless());
        Series likeness = new Series(List.of(bare.likeness(job.video())));
        bench.report().judge(Target.atLeast("SSIM of a published video", 0.99, 0.99), likeness);
        bench.report().ratio("SSIM of the bare command's video", new Series(List.of(bare.likeness(bare.video()))));
        bench.report().ratio("SSIM of the chain's video", new Series(List.of(bare.likeness(chain.video()))));
    }

    private static <T> T finished(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchException("the pipeline failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** What this process and all of its children have cost while something ran. */
    static double cost(Runnable work) {
        double before = Cpu.seconds(ProcessHandle.current());
        work.run();
        return Cpu.seconds(ProcessHandle.current()) - before;
    }

    /** One video through the pipeline. */
    private static final class Job implements Load {

        private final FfmpegPipeline pipeline;
        private final Path clip;
        private final Path folder;
        private Path video;

        Job(FfmpegPipeline pipeline, Path clip, Path folder) {
            this.pipeline = pipeline;
            this.clip = clip;
            this.folder = folder;
            this.video = clip;
        }

        @Override
        public String name() {
            return "a video's whole job";
        }

        @Override
        public double perSecond() {
            return cost(this::process);
        }

        Path video() {
            return video;
        }

        private void process() {
            try {
                Path scratch = Files.createTempDirectory(folder, "scratch");
                ProcessedVideo processed = finished(
                        pipeline.start(clip, scratch, (stage, percent) -> {}).result());
                if (!processed.joined()) {
                    throw new BenchException("the parts were not joined");
                }
                video = processed.video();
            } catch (IOException e) {
                throw new BenchException("no scratch folder", e);
            }
        }
    }
}
