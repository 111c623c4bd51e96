package co.anb.showcase.worker.ffmpeg;

import co.anb.showcase.worker.sandbox.Reach;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.bramp.ffmpeg.builder.FFprobeBuilder;
import net.bramp.ffmpeg.probe.FFmpegDisposition;
import net.bramp.ffmpeg.probe.FFmpegFormat;
import net.bramp.ffmpeg.probe.FFmpegProbeResult;
import net.bramp.ffmpeg.probe.FFmpegStream;
import net.bramp.ffmpeg.shared.CodecType;
import org.apache.commons.lang3.math.Fraction;
import org.jspecify.annotations.Nullable;

/** Asks ffprobe what a file is. Blocking, on the session's thread. */
public final class Probe {

    private final FfmpegSession session;

    /**
     * Probes within a session.
     *
     * @param session whose limits and cancellation hold for ffprobe too
     */
    public Probe(FfmpegSession session) {
        this.session = session;
    }

    /**
     * Probes a stranger's file.
     *
     * @param file to read
     * @return its facts, all of them only claims
     * @throws FfmpegException {@code FAILED} when it is no readable MP4; else a fault on our side
     */
    public MediaFacts untrusted(Path file) throws FfmpegException {
        return facts(session.probe(command(file, HostileInput.forProbing()), Reach.reading(file)));
    }

    /**
     * Probes a file that we made or that the operator gave.
     *
     * @param file to read
     * @return its facts
     * @throws FfmpegException when it can't be read
     */
    public MediaFacts trusted(Path file) throws FfmpegException {
        return facts(session.probe(command(file, List.of("-protocol_whitelist", "file")), Reach.reading(file)));
    }

    /**
     * Looks at a video that FFmpeg made for us.
     *
     * @param file to read
     * @return frames and configuration of its first video stream
     * @throws FfmpegException when it can't be read
     */
    public EncodedTrack encoded(Path file) throws FfmpegException {
        String lines = session.probeText(
                List.of(
                        "-v",
                        "error",
                        "-protocol_whitelist",
                        "file",
                        "-select_streams",
                        "v:0",
                        "-show_data_hash",
                        "md5",
                        "-show_entries",
                        "stream=nb_frames,extradata_hash",
                        "-of",
                        "default=noprint_wrappers=1",
                        HostileInput.argument(file)),
                Reach.reading(file));
        return EncodedTrack.of(lines);
    }

    private static FFprobeBuilder command(Path file, List<String> options) {
        return new FFprobeBuilder()
                .setShowChapters(false)
                // After the library's own "quiet": the last one holds, and we want to know why it failed.
                .addExtraArgs("-v", "error")
                .addExtraArgs(options.toArray(String[]::new))
                .setInput(HostileInput.argument(file));
    }

    static MediaFacts facts(FFmpegProbeResult result) {
        List<FFmpegStream> streams = Objects.requireNonNullElse(result.getStreams(), List.of());
        List<VideoTrack> videos =
                streams.stream().filter(Probe::isVideo).map(Probe::track).toList();
        FFmpegFormat format = result.getFormat();
        double seconds = format == null ? 0 : format.duration;
        return new MediaFacts(videos, streams.size() - videos.size(), seconds);
    }

    private static boolean isVideo(FFmpegStream stream) {
        FFmpegDisposition disposition = stream.getDisposition();
        boolean picture = disposition != null
                && (disposition.attached_pic || disposition.still_image || disposition.timed_thumbnails);
        return stream.getCodecType() == CodecType.VIDEO && !picture;
    }

    private static VideoTrack track(FFmpegStream stream) {
        return new VideoTrack(
                text(stream.getCodecName()),
                stream.getWidth(),
                stream.getHeight(),
                stream.getDuration(),
                number(stream.getAvgFrameRate()),
                stream.getNbFrames(),
                text(stream.getColorSpace()),
                text(stream.getColorTransfer()),
                aspect(text(stream.getSampleAspectRatio())));
    }

    /** Reads {@code 4:3}; what is no ratio of two positive numbers is taken for square, as FFmpeg does. */
    private static double aspect(String ratio) {
        if (!ratio.matches("[1-9]\\d{0,9}:[1-9]\\d{0,9}")) {
            return 1;
        }
        int colon = ratio.indexOf(':');
        return Double.parseDouble(ratio.substring(0, colon)) / Double.parseDouble(ratio.substring(colon + 1));
    }

    private static double number(@Nullable Fraction fraction) {
        return fraction == null ? 0 : fraction.doubleValue();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
