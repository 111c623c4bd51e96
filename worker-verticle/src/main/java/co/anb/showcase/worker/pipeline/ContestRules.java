package co.anb.showcase.worker.pipeline;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.worker.ffmpeg.MediaFacts;
import co.anb.showcase.worker.ffmpeg.VideoTrack;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * What a video must be to take part (contract, "Rules of the contest").
 *
 * @param shortest duration
 * @param longest duration
 * @param shorterSide at least, in pixels, whichever way the phone was held
 * @param longerSide at most, in pixels
 * @param frameRate at most, frames a second on average
 */
public record ContestRules(Duration shortest, Duration longest, int shorterSide, int longerSide, int frameRate) {

    private static final Set<String> CODECS = Set.of("h264", "hevc", "av1", "vp9", "mpeg4");

    /** Recorders stop at a frame or an audio packet, not at a full second. */
    private static final double TOLERANCE_SECONDS = 0.1;

    /** A slow-motion recording of 240 says 239.7 or 240.3. */
    private static final double FRAME_RATE_TOLERANCE = 1.01;

    /** Anamorphic recorders use up to 2:1; beyond this it is a trick. */
    private static final double WIDEST_PIXEL = 4;

    /** Checks that the limits leave room. */
    public ContestRules {
        if (shortest.compareTo(longest) > 0 || shorterSide > longerSide || frameRate < 1) {
            throw new IllegalArgumentException("no video could pass these rules");
        }
    }

    /**
     * Reads the section {@code contest}.
     *
     * @param reader collects the mistakes
     * @return the rules, with defaults in place of what is wrong
     */
    public static ContestRules from(ConfigReader reader) {
        Duration most = Duration.ofHours(1);
        Duration shortest =
                reader.duration("contest.shortest-video", Duration.ofSeconds(20), Duration.ofSeconds(1), most);
        Duration longest =
                reader.duration("contest.longest-video", Duration.ofSeconds(60), Duration.ofSeconds(1), most);
        if (shortest.compareTo(longest) > 0) {
            reader.reject("contest.shortest-video", "must not be longer than contest.longest-video");
            longest = shortest;
        }
        return new ContestRules(
                shortest,
                longest,
                reader.integer("contest.shorter-side", 1080, 2, 4096),
                reader.integer("contest.longer-side", 4096, 4096, 8192),
                reader.integer("contest.frame-rate", 240, 1, 1000));
    }

    /**
     * Judges a video by its claims; the encode shows later whether they are true.
     *
     * @param facts from the probe
     * @return the one video stream
     * @throws RejectedVideoException for the first rule that is broken
     */
    VideoTrack judge(MediaFacts facts) throws RejectedVideoException {
        if (facts.videos().size() != 1) {
            throw new RejectedVideoException(
                    Rejection.INVALID_VIDEO_STREAMS, facts.videos().size());
        }
        VideoTrack video = facts.videos().get(0);
        if (video.codec().isEmpty()) {
            // Not even FFmpeg has a name for it.
            throw new RejectedVideoException(Rejection.INVALID_FILE_TYPE);
        }
        if (!CODECS.contains(video.codec())) {
            throw new RejectedVideoException(
                    Rejection.UNSUPPORTED_VIDEO_CODEC, video.codec().toUpperCase(Locale.ROOT));
        }
        judgePicture(video);
        judgeDuration(duration(facts, video));
        judgeFrameRate(video);
        return video;
    }

    /**
     * How long a video claims to last.
     *
     * @param facts of the file
     * @param video its video stream, whose own duration counts when it has one
     * @return seconds
     */
    static double duration(MediaFacts facts, VideoTrack video) {
        return video.seconds() > 0 ? video.seconds() : facts.seconds();
    }

    private void judgePicture(VideoTrack video) throws RejectedVideoException {
        boolean distorted = video.pixelAspect() > WIDEST_PIXEL || video.pixelAspect() < 1 / WIDEST_PIXEL;
        if (video.shorterSide() < shorterSide || video.longerSide() > longerSide || distorted) {
            throw new RejectedVideoException(
                    Rejection.INVALID_VIDEO_RESOLUTION,
                    String.valueOf(video.width()),
                    String.valueOf(video.height()),
                    String.valueOf(shorterSide),
                    String.valueOf(longerSide));
        }
    }

    private void judgeDuration(double seconds) throws RejectedVideoException {
        // Written so that NaN, which a header can produce, is refused too.
        boolean fits = seconds >= shortest.toSeconds() - TOLERANCE_SECONDS
                && seconds <= longest.toSeconds() + TOLERANCE_SECONDS;
        if (!fits) {
            throw new RejectedVideoException(
                    Rejection.INVALID_VIDEO_DURATION, rounded(seconds), shortest.toSeconds(), longest.toSeconds());
        }
    }

    private void judgeFrameRate(VideoTrack video) throws RejectedVideoException {
        boolean tooFast = video.framesPerSecond() > frameRate * FRAME_RATE_TOLERANCE;
        boolean tooMany = video.frames() > longest.toSeconds() * frameRate * FRAME_RATE_TOLERANCE;
        if (tooFast || tooMany) {
            throw new RejectedVideoException(
                    Rejection.INVALID_VIDEO_FRAME_RATE, rounded(video.framesPerSecond()), frameRate);
        }
    }

    static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
