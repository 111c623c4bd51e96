package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.FfmpegException;
import co.anb.showcase.worker.ffmpeg.FfmpegSession;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the pipeline that reads a stranger's file: probe, judge, encode, look at the result. Without bumpers, so
 * that hundreds of files take no hour. One thread at a time.
 */
final class Examination {

    private final Workshop workshop;
    private final FfmpegSession session;

    private Examination(Workshop workshop) {
        this.workshop = workshop;
        session = workshop.session();
    }

    static Examination open(Path folder, Map<String, String> more) throws IOException {
        PipelineConfig config = PipelineFixture.config(folder, PipelineFixture.small(more));
        PipelineAssets assets = PipelineAssets.writeDefaults(Files.createDirectories(folder.resolve("assets")));
        PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());
        return new Examination(new WorkshopOpening(config, assets, metrics).open());
    }

    /** The same, for another thread. */
    Examination another() {
        return new Examination(workshop);
    }

    /**
     * Examines a file.
     *
     * @param original to read
     * @param scratch to write into
     * @return why it was refused, or empty when it was encoded
     * @throws Exception for any end that gives no reason
     */
    Optional<RejectedVideoException> examine(Path original, Path scratch) throws Exception {
        try {
            RunProgress progress = new RunProgress((stage, percent) -> {}, workshop.metrics());
            Processing.PlayersPart part =
                    new Processing(workshop, session, progress).playersPart(original, new Scratch(scratch));
            if (part.encoded().frames() < 1) {
                throw new IllegalStateException("nothing was encoded");
            }
            return Optional.empty();
        } catch (RejectedVideoException rejected) {
            return Optional.of(rejected);
        } catch (FfmpegException unexplained) {
            throw new AssertionError("no reason for a player", unexplained);
        }
    }
}
