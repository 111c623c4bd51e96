package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.FfmpegException;
import co.anb.showcase.worker.ffmpeg.FfmpegException.Kind;
import co.anb.showcase.worker.ffmpeg.MediaFacts;
import co.anb.showcase.worker.ffmpeg.VideoTrack;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the line between a video at fault and a fault of ours, where only FFmpeg's words tell. */
final class PlayerVideo {

    private static final Logger LOG = LoggerFactory.getLogger(PlayerVideo.class);

    /**
     * What FFmpeg says when it gives up and the video is not to blame. All else is: its words for broken content are
     * without number, while command, filters and assets were tried at the start.
     */
    private static final List<String> OUR_FAULTS =
            List.of("No such file or directory", "Permission denied", "Input/output error", "Too many open files");

    /** A header that promises samples of gigabytes; a machine that is short of memory does not say so, it kills. */
    private static final String GREEDY = "Error during demuxing: Cannot allocate memory";

    /** Fewer frames than this part of what the header claims: the rest of the file is missing or broken. */
    private static final double LEAST_PART = 0.9;

    private PlayerVideo() {}

    /** What a failed probe means. */
    static Exception probeFailure(FfmpegException failure, ContestRules rules) {
        if (failure.tail().contains("Cannot allocate memory")) {
            // Too many streams, or tables of gigabytes in a header.
            return new RejectedVideoException(Rejection.INVALID_FILE_TYPE);
        }
        if (failure.kind() != Kind.FAILED) {
            return failure;
        }
        if (failure.tail().contains("exceeds specified max pixel count")) {
            return new RejectedVideoException(
                    Rejection.INVALID_VIDEO_RESOLUTION,
                    "?",
                    "?",
                    String.valueOf(rules.shorterSide()),
                    String.valueOf(rules.longerSide()));
        }
        return new RejectedVideoException(Rejection.INVALID_FILE_TYPE);
    }

    /** What a failed encode means: a file that ffprobe could read may still hold nothing that decodes. */
    static Exception encodeFailure(FfmpegException failure, Part player, long reachedFrames) {
        boolean gaveUp = failure.kind() == Kind.FAILED && OUR_FAULTS.stream().noneMatch(failure.tail()::contains);
        if (!gaveUp && !failure.tail().contains(GREEDY)) {
            return failure;
        }
        LOG.info("FFmpeg gave up, the video counts as damaged: {}", failure.getMessage());
        return damaged(reachedFrames, player.frames());
    }

    /** Refuses a video of which less came out than its header claims. */
    static void requireWhole(long encoded, Part player) throws RejectedVideoException {
        if (encoded < player.frames() * LEAST_PART) {
            throw damaged(encoded, player.frames());
        }
    }

    /** How many frames of the published video a track can fill, by its claims. */
    static long frames(MediaFacts facts, VideoTrack track, double mostSeconds) {
        double seconds = Math.min(ContestRules.duration(facts, track), mostSeconds);
        return Math.round(seconds * EncodeProfile.FRAME_RATE);
    }

    private static RejectedVideoException damaged(long encoded, long claimed) {
        return new RejectedVideoException(Rejection.VIDEO_DAMAGED, seconds(encoded), seconds(claimed));
    }

    private static double seconds(long frames) {
        return ContestRules.rounded((double) frames / EncodeProfile.FRAME_RATE);
    }
}
