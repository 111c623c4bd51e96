package co.anb.showcase.bench.part;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.Rounds;
import co.anb.showcase.bench.estate.Command;
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
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processor time of a whole video (probe, judge, encode, poster, join, all processes and sandboxes) against one
 * FFmpeg command that makes the same video in a single pass, bumpers included. The bumpers are in the pipeline's cache,
 * as they are for every video but a worker's first.
 */
public final class PipelinePart implements Part {

    private static final Pattern SSIM = Pattern.compile("All:([0-9.]+)");
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
            Bare bare = new Bare(tools, assets, config.profile().threads(), folder);
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

    private static void measure(Bench bench, Job job, Bare bare) {
        Map<String, Series> costs = new Rounds(bench.quick() ? 1 : 2).run(List.of(job, bare));
        costs.forEach((name, series) -> bench.report().rate(name, "s CPU", series));
        Ratios ratios = new Ratios(bench.report(), costs);
        ratios.judge(Target.atMost("CPU of a whole job / bare FFmpeg", 1.0, 0.85), job.name(), bare.name());
        bare.encode(0, bare.lossless());
        Series likeness = new Series(List.of(bare.likeness(job.video())));
        bench.report().judge(Target.atLeast("SSIM of a published video", 0.99, 0.99), likeness);
        bench.report().ratio("SSIM of the bare command's video", new Series(List.of(bare.likeness(bare.video()))));
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
    private static double cost(Runnable work) {
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

    /** The same video by one command. */
    private record Bare(FfmpegTools tools, PipelineAssets assets, int threads, Path folder) implements Load {

        private static final String FIT = "fps=30,scale=w=1280:h=720:force_original_aspect_ratio=decrease"
                + ":out_color_matrix=bt709:out_range=tv,pad=1280:720:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p";

        private static final String GRAPH =
                "[0:v:0]" + FIT + "[a];[1:v:0]setpts=PTS-STARTPTS," + FIT + "[p];[2:v:0]" + FIT
                        + "[c];[3:v:0]scale=w='min(iw,320)':h=-1,format=yuva420p[m];[p][m]overlay=W-w-24:H-h-24:format=yuv420[b];"
                        + "[a][b][c]concat=n=3:v=1:a=0[v]";

        @Override
        public String name() {
            return "one bare FFmpeg";
        }

        @Override
        public double perSecond() {
            return cost(() -> encode(23, video()));
        }

        Path video() {
            return folder.resolve("bare.mp4");
        }

        Path lossless() {
            return folder.resolve("lossless.mp4");
        }

        /** Moving pictures in full HD, as soft as those of a camera. */
        Path clip(int seconds) {
            Path clip = folder.resolve("clip.mp4");
            ffmpeg(List.of(
                    "-f",
                    "lavfi",
                    "-i",
                    "testsrc2=size=1920x1080:rate=30:duration=" + seconds
                            + ",gblur=sigma=3,scale=out_color_matrix=bt709:out_range=tv",
                    "-color_primaries",
                    "bt709",
                    "-color_trc",
                    "bt709",
                    "-colorspace",
                    "bt709",
                    "-color_range",
                    "tv",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                    "-crf",
                    "18",
                    "-pix_fmt",
                    "yuv420p",
                    clip.toString()));
            return clip;
        }

        /** How much a video looks like the same video without any loss: 1 is alike. */
        double likeness(Path video) {
            String told = ffmpeg(List.of(
                    "-i",
                    video.toString(),
                    "-i",
                    lossless().toString(),
                    "-lavfi",
                    "[0:v][1:v]ssim=stats_file=-",
                    "-f",
                    "null",
                    folder.resolve("none").toString()));
            Matcher frame = SSIM.matcher(told);
            double sum = 0;
            int frames = 0;
            while (frame.find()) {
                sum += Double.parseDouble(frame.group(1));
                frames++;
            }
            return sum / Math.max(1, frames);
        }

        void encode(int rateFactor, Path target) {
            List<String> arguments = new ArrayList<>(List.of(
                    "-i",
                    assets.intro().toString(),
                    "-threads",
                    "" + threads,
                    "-t",
                    "30",
                    "-i",
                    folder.resolve("clip.mp4").toString(),
                    "-i",
                    assets.outro().toString(),
                    "-i",
                    assets.watermark().toString(),
                    "-filter_complex",
                    GRAPH,
                    "-map",
                    "[v]",
                    "-an",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "veryfast",
                    "-crf",
                    "" + rateFactor,
                    "-threads",
                    "" + threads,
                    "-bf",
                    "2",
                    "-g",
                    "60",
                    "-keyint_min",
                    "60",
                    "-sc_threshold",
                    "0",
                    "-movflags",
                    "+faststart"));
            if (rateFactor > 0) {
                arguments.addAll(List.of("-maxrate", "5000k", "-bufsize", "10000k", "-profile:v", "high"));
            }
            arguments.add(target.toString());
            String told = ffmpeg(arguments);
            if (!told.isEmpty()) {
                throw new BenchException("FFmpeg said " + told);
            }
        }

        @CanIgnoreReturnValue
        private String ffmpeg(List<String> arguments) {
            List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-y", "-v", "error", "-nostdin"));
            command.addAll(arguments);
            return Command.run(command, tools.environment());
        }
    }
}
