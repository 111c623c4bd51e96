package co.anb.showcase.worker.pipeline;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.worker.ffmpeg.FfmpegLocator;
import co.anb.showcase.worker.ffmpeg.FfmpegSession;
import co.anb.showcase.worker.ffmpeg.FfmpegTools;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A pipeline with the default assets, in a folder of its own; FFmpeg and clips are shared by all tests of a machine.
 */
final class PipelineFixture implements AutoCloseable {

    /** An encode takes some 5 s of processor time, which on a busy machine can be a minute. */
    private static final int LIMIT_SECONDS = 240;

    /** Limits turned down so that clips of 320×180 and a second may take part, and cost little. */
    static final Map<String, String> SMALL = Map.of(
            "CONTEST_SHORTEST_VIDEO", "1s",
            "CONTEST_SHORTER_SIDE", "160",
            "PIPELINE_LONGEST_PART", "1s",
            // What is looked at comes before the encoder, or does not depend on how long it tries.
            "PIPELINE_PRESET", "ultrafast",
            "FFMPEG_TIMEOUT", "30s",
            "FFMPEG_PROBE_TIMEOUT", "20s");

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Path folder;
    final PipelineAssets assets;
    final PipelineConfig config;
    final FfmpegPipeline pipeline;

    PipelineFixture(Vertx vertx, Path folder, Map<String, String> more) throws IOException {
        this.folder = folder;
        assets = PipelineAssets.writeDefaults(Files.createDirectories(folder.resolve("assets")));
        config = config(folder, more);
        pipeline = finished(FfmpegPipeline.open(vertx, config, assets, new PipelineMetrics(registry)));
    }

    static PipelineConfig config(Path folder, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        String temporary = System.getProperty("java.io.tmpdir", "/tmp");
        environment.put("FFMPEG_BUNDLE_DIR", Path.of(temporary, "anb-clips").toString());
        environment.put("PIPELINE_CACHE_DIR", folder.resolve("bumpers").toString());
        environment.put("PIPELINE_PRESET", "ultrafast");
        environment.putAll(more);
        ConfigReader reader = ConfigReader.of(environment);
        PipelineConfig config = PipelineConfig.from(reader);
        reader.finish();
        return config;
    }

    /** {@link #SMALL} and more. */
    static Map<String, String> small(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(SMALL);
        all.putAll(more);
        return all;
    }

    /** Deletes a scratch folder. */
    static void delete(Path scratch) throws IOException {
        MoreFiles.deleteRecursively(scratch, RecursiveDeleteOption.ALLOW_INSECURE);
    }

    Path scratch() throws IOException {
        return Files.createTempDirectory(folder, "scratch");
    }

    PipelineRun start(Path original) throws IOException {
        return pipeline.start(original, scratch(), (stage, percent) -> {});
    }

    ProcessedVideo process(Path original) throws IOException {
        return finished(start(original).result());
    }

    /** Waits as long as an encode may take on a busy machine. */
    @CanIgnoreReturnValue
    static <T> T finished(Future<T> future) {
        try {
            return future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the pipeline did not finish", e);
        }
    }

    /** What a run failed with. */
    static Throwable failure(PipelineRun run) {
        return failure(run.result());
    }

    /** What a future failed with. */
    static Throwable failure(Future<?> future) {
        return finished(future.transform(ended -> ended.succeeded()
                ? Future.failedFuture(new AssertionError("expected a failure, got " + ended.result()))
                : Future.succeededFuture(ended.cause())));
    }

    /** A session of its own, to look at what was made. */
    FfmpegSession session() throws IOException {
        FfmpegTools tools = new FfmpegLocator(config.ffmpeg()).locate();
        return FfmpegSession.of(tools, config.ffmpeg().limits());
    }

    double count(String meter, String... tags) {
        return registry.get(meter).tags(tags).counter().count();
    }

    @Override
    public void close() {
        finished(pipeline.close());
    }
}
