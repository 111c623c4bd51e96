package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.FfmpegException;
import co.anb.showcase.worker.ffmpeg.FfmpegException.Kind;
import co.anb.showcase.worker.ffmpeg.MediaFacts;
import co.anb.showcase.worker.ffmpeg.VideoTrack;
import java.util.List;

/** Draws the line between a video at fault and a fault of ours, where only FFmpeg's words tell. */
final class PlayerVideo {

    /** ffmpeg's exit message for a stream of which hardly anything can be decoded. */
    private static final List<String> UNREADABLE = List.of(
            "Invalid data found when processing input",
            "moov atom not found",
            "exceeds specified max pixel count",
            "not on whitelist",
            "Decode error rate",
            "Error while decoding",
            "Error submitting packet to decoder",
            "Nothing was written into output file",
            "Output file is empty",
            "Error sending frames to consumers",
            "does not contain any stream",
            "matches no streams");

    /** Fewer frames than this part of what the header claims: the rest of the file is missing or broken. */
    private static final double LEAST_PART = 0.9;

    private PlayerVideo() {}

    /** What a failed probe means. */
    static Exception probeFailure(FfmpegException failure, ContestRules rules) {
        if (failure.tail().contains("Cannot allocate memory")) {
            // Too many streams, or tables of gigabytes in a header. A machine that is short of memory does not say so,
            // it kills.
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
        boolean unreadable =
                failure.kind() == Kind.FAILED && UNREADABLE.stream().anyMatch(failure.tail()::contains);
        return unreadable ? damaged(reachedFrames, player.frames()) : failure;
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
