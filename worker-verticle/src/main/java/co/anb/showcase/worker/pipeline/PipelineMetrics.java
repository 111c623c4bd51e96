package co.anb.showcase.worker.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What the pipeline counts and times. All meters exist from the start, so that a dashboard shows 0 and not a gap. */
public final class PipelineMetrics {

    private final MeterRegistry registry;
    private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
    private final Map<Rejection, Counter> rejections = new EnumMap<>(Rejection.class);
    private final Counter joined;
    private final Counter singlePass;
    private final Counter bumpersEncoded;
    private final Counter killed;
    private final DistributionSummary speed;

    /**
     * Creates the meters.
     *
     * @param registry of the worker
     */
    public PipelineMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Stage stage : Stage.values()) {
            stages.put(stage, registry.timer("showcase.pipeline.stage", "stage", tag(stage)));
        }
        for (Rejection reason : Rejection.values()) {
            rejections.put(reason, registry.counter("showcase.pipeline.rejected", "reason", tag(reason)));
        }
        joined = registry.counter("showcase.pipeline.finished", "mode", "joined");
        singlePass = registry.counter("showcase.pipeline.finished", "mode", "single_pass");
        bumpersEncoded = registry.counter("showcase.pipeline.bumpers.encoded");
        killed = registry.counter("showcase.pipeline.killed");
        speed = DistributionSummary.builder("showcase.pipeline.speed")
                .description("Seconds of video that an encode made in a second")
                .register(registry);
        childEnded("ffmpeg", 0, 0);
        childEnded("ffprobe", 0, 0);
    }

    /** FFmpeg runs in this sandbox: a meter of value 1 whose tag names it. */
    void sandboxed(String name) {
        var unused = Gauge.builder("showcase.pipeline.sandbox", () -> 1)
                .tag("name", name)
                .register(registry);
    }

    /** One stage is over; its time. */
    void stageTook(Stage stage, Duration time) {
        timer(stage).record(time);
    }

    /** A video is finished; the mode tells whether its bumpers could be joined without a second encode. */
    void finished(boolean withoutSecondEncode) {
        (withoutSecondEncode ? joined : singlePass).increment();
    }

    /** The content of a video was at fault. */
    void rejected(Rejection reason) {
        Counter counter = rejections.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** A bumper was not in the cache, or no longer whole. */
    void bumperEncoded() {
        bumpersEncoded.increment();
    }

    /** A child process was ended at its wall time or at a limit of the kernel. */
    void childKilled() {
        killed.increment();
    }

    /** A command of FFmpeg ended; exit codes are at most 256. */
    void childEnded(String program, int exitValue) {
        childEnded(program, exitValue, 1);
    }

    /**
     * An encode is over.
     *
     * @param factor seconds of video in a second
     */
    void encodedAt(double factor) {
        speed.record(factor);
    }

    private void childEnded(String program, int exitValue, int times) {
        registry.counter("showcase.ffmpeg.exits", "program", program, "code", Integer.toString(exitValue))
                .increment(times);
    }

    private Timer timer(Stage stage) {
        Timer timer = stages.get(stage);
        if (timer == null) {
            throw new IllegalStateException("no timer for " + stage);
        }
        return timer;
    }

    private static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }
}
