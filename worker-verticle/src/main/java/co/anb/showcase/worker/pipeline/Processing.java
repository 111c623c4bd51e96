package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.EncodedTrack;
import co.anb.showcase.worker.ffmpeg.FfmpegCommand;
import co.anb.showcase.worker.ffmpeg.FfmpegException;
import co.anb.showcase.worker.ffmpeg.FfmpegSession;
import co.anb.showcase.worker.ffmpeg.MediaFacts;
import co.anb.showcase.worker.ffmpeg.Probe;
import co.anb.showcase.worker.ffmpeg.Progress;
import co.anb.showcase.worker.ffmpeg.VideoTrack;
import co.anb.showcase.worker.pipeline.Assembly.Assembled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The stages of one run, in order, on one pool thread. Everything that it writes is in the scratch folder, apart from
 * the bumper cache.
 */
final class Processing {

    private final Workshop workshop;
    private final FfmpegSession session;
    private final Probe probe;
    private final RunProgress progress;

    Processing(Workshop workshop, FfmpegSession session, RunProgress progress) {
        this.workshop = workshop;
        this.session = session;
        this.progress = progress;
        probe = new Probe(session);
    }

    /**
     * Does all of it.
     *
     * @param original the player's file
     * @param folder for what is written
     * @return the files
     * @throws RejectedVideoException when the content is at fault
     * @throws Exception for any fault of ours
     */
    ProcessedVideo process(Path original, Path folder) throws Exception {
        Scratch scratch = new Scratch(folder);
        PlayersPart part = playersPart(original, scratch);
        progress.enter(Stage.JOIN);
        Assembled assembled =
                new Assembly(workshop, session, scratch).assemble(part.source(), part.encoded(), progress);
        progress.enter(Stage.VERIFY);
        verify(scratch, assembled);
        progress.finish();
        workshop.metrics().finished(assembled.withoutSecondEncode());
        Duration duration = Duration.ofMillis(assembled.frames() * 1000 / EncodeProfile.FRAME_RATE);
        return new ProcessedVideo(scratch.video(), scratch.poster(), duration, assembled.withoutSecondEncode());
    }

    /**
     * All that reads the player's file: what comes after it reads only what we made.
     *
     * @param original the player's file
     * @param scratch for what is written
     */
    PlayersPart playersPart(Path original, Scratch scratch) throws Exception {
        if (!Files.isReadable(original)) {
            throw new IOException("the original is not there: " + original);
        }
        Part player = judged(original, probed(original));
        return new PlayersPart(player, encoded(player, scratch));
    }

    /**
     * The player's part.
     *
     * @param source before the encode
     * @param encoded after it
     */
    record PlayersPart(Part source, EncodedTrack encoded) {}

    private MediaFacts probed(Path original) throws Exception {
        progress.enter(Stage.PROBE);
        try {
            return probe.untrusted(original);
        } catch (FfmpegException failure) {
            throw PlayerVideo.probeFailure(failure, workshop.config().rules());
        }
    }

    private Part judged(Path original, MediaFacts facts) throws RejectedVideoException {
        progress.enter(Stage.JUDGE);
        VideoTrack track = workshop.config().rules().judge(facts);
        double most = workshop.config().longestPart().toSeconds();
        return new Part(original, track, PlayerVideo.frames(facts, track, most));
    }

    private EncodedTrack encoded(Part player, Scratch scratch) throws Exception {
        progress.enter(Stage.ENCODE);
        AtomicLong reached = new AtomicLong();
        FfmpegCommand command = workshop.commands().player(player, scratch.player(), scratch.poster());
        try {
            Progress end = session.run(command, report -> {
                reached.set(report.frames());
                progress.encoded(report, player.frames());
            });
            PlayerVideo.requireWhole(end.frames(), player);
        } catch (FfmpegException failure) {
            throw PlayerVideo.encodeFailure(failure, player, reached.get());
        }
        EncodedTrack encoded = probe.encoded(scratch.player());
        PlayerVideo.requireWhole(encoded.frames(), player);
        return encoded;
    }

    /** Nothing is published that is not what the contract promises. */
    private static void verify(Scratch scratch, Assembled assembled) throws IOException {
        MediaFacts facts = assembled.facts();
        long frames = assembled.frames();
        boolean onlyVideo = facts.videos().size() == 1 && facts.otherStreams() == 0;
        if (!onlyVideo || !isPublishable(facts.videos().get(0), frames)) {
            throw new IllegalStateException("the result is not what it must be: " + facts + ", frames " + frames);
        }
        if (!Files.isRegularFile(scratch.poster()) || Files.size(scratch.poster()) == 0) {
            throw new IllegalStateException("the result has no poster");
        }
    }

    private static boolean isPublishable(VideoTrack video, long frames) {
        return video.codec().equals("h264")
                && video.width() == EncodeProfile.WIDTH
                && video.height() == EncodeProfile.HEIGHT
                && video.pixelAspect() == 1
                && Math.abs(video.frames() - frames) <= 1;
    }
}
