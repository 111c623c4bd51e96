package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.FfmpegException;
import co.anb.showcase.worker.ffmpeg.FfmpegLocator;
import co.anb.showcase.worker.ffmpeg.FfmpegSession;
import co.anb.showcase.worker.ffmpeg.FfmpegTools;
import co.anb.showcase.worker.ffmpeg.MediaFacts;
import co.anb.showcase.worker.ffmpeg.Probe;
import co.anb.showcase.worker.ffmpeg.VideoTrack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** Finds FFmpeg and tries the assets, so that what is wrong with them stops the start and not every video. Blocking. */
final class WorkshopOpening {

    /** Contract, "Rules of the contest". */
    private static final Duration LONGEST_BUMPERS = Duration.ofSeconds(5);

    private final PipelineConfig config;
    private final PipelineAssets assets;
    private final PipelineMetrics metrics;

    WorkshopOpening(PipelineConfig config, PipelineAssets assets, PipelineMetrics metrics) {
        this.config = config;
        this.assets = assets;
        this.metrics = metrics;
    }

    /**
     * Opens the workshop.
     *
     * @throws IOException with a sentence, when FFmpeg or an asset can't be used
     */
    Workshop open() throws IOException {
        FfmpegTools tools = new FfmpegLocator(config.ffmpeg()).locate();
        metrics.sandboxed(tools.sandbox().name());
        Probe probe = new Probe(FfmpegSession.of(
                tools, config.ffmpeg().limits().withWallTime(config.ffmpeg().probeTime())));
        requirePicture(probe, assets.watermark());
        Part intro = part(probe, assets.intro());
        Part outro = part(probe, assets.outro());
        requireShort(intro.frames() + outro.frames());
        EncodeCommands commands = new EncodeCommands(config.profile(), assets.watermark(), config.longestPart());
        BumperCache bumpers = new BumperCache(config.cacheFolder(), metrics);
        return new Workshop(config, tools, commands, intro, outro, bumpers, new ConcurrentHashMap<>(), metrics);
    }

    private static void requirePicture(Probe probe, Path watermark) throws IOException {
        // ffprobe goes by the name's ending and takes even a line of text for a picture, but it finds no size in it.
        VideoTrack picture = facts(probe, watermark).videos().get(0);
        if (!picture.codec().equals("png") || picture.shorterSide() < 1) {
            throw new IOException("the asset " + watermark.getFileName() + " must be a PNG");
        }
    }

    private static void requireShort(long frames) throws IOException {
        double seconds = frames / (double) EncodeProfile.FRAME_RATE;
        if (seconds > LONGEST_BUMPERS.toSeconds()) {
            throw new IOException("intro and outro last " + seconds + " s together, and at most "
                    + LONGEST_BUMPERS.toSeconds() + " s are allowed");
        }
    }

    private static Part part(Probe probe, Path bumper) throws IOException {
        MediaFacts facts = facts(probe, bumper);
        VideoTrack track = facts.videos().get(0);
        long frames = PlayerVideo.frames(facts, track, 2.0 * LONGEST_BUMPERS.toSeconds());
        if (frames < 1) {
            throw new IOException("the asset " + bumper.getFileName() + " has no duration");
        }
        return new Part(bumper, track, frames);
    }

    private static MediaFacts facts(Probe probe, Path asset) throws IOException {
        try {
            MediaFacts facts = probe.trusted(asset);
            if (facts.videos().isEmpty()) {
                throw new IOException("the asset " + asset.getFileName() + " has no picture");
            }
            return facts;
        } catch (FfmpegException e) {
            throw new IOException("the asset " + asset.getFileName() + " can't be read: " + e.getMessage(), e);
        }
    }
}
