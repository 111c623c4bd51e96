package co.anb.showcase.worker.ffmpeg;

import java.nio.file.Path;
import java.util.List;

/**
 * The arguments under which a stranger's file is opened, before its {@code -i}: one protocol, one demuxer, a list of
 * decoders, a picture that fits into memory. They stop playlists that name other files or servers, and headers that
 * promise a gigapixel. Given to ffprobe and ffmpeg alike.
 */
public final class HostileInput {

    /** Larger than 4096×4096 with a margin; a frame of it takes 60 MB. */
    private static final String MOST_PIXELS = "40000000";

    private static final String MOST_STREAMS = "64";
    private static final String VIDEO_DECODERS = "h264,hevc,libdav1d,libaom-av1,av1,vp9,mpeg4";

    /**
     * ffprobe opens a decoder for every stream and gives up when one is refused, so it needs those of phones' sound.
     */
    private static final String OTHER_DECODERS =
            "aac,mp3float,mp3,amrnb,amrwb,ac3,eac3,alac,opus,flac,pcm_s16le,pcm_s16be,mjpeg,png,mov_text";

    private HostileInput() {}

    /**
     * Input options for an encode, which decodes nothing but the video.
     *
     * @return options that go right before {@code -i}
     */
    public static List<String> forDecoding() {
        return List.of(
                "-protocol_whitelist",
                "file",
                "-f",
                "mov",
                "-max_streams",
                MOST_STREAMS,
                "-codec_whitelist",
                VIDEO_DECODERS,
                "-max_pixels",
                MOST_PIXELS,
                "-an",
                "-sn",
                "-dn");
    }

    /**
     * Input options for ffprobe.
     *
     * @return options that go before the file
     */
    public static List<String> forProbing() {
        return List.of(
                "-protocol_whitelist",
                "file",
                "-f",
                "mov",
                "-max_streams",
                MOST_STREAMS,
                "-codec_whitelist",
                VIDEO_DECODERS + "," + OTHER_DECODERS,
                "-max_pixels",
                MOST_PIXELS);
    }

    /**
     * A path as an argument: absolute, so that it can't start with a hyphen, and with the protocol spelled out, so that
     * a colon in a name is no protocol.
     *
     * @param file to open
     * @return the argument
     */
    public static String argument(Path file) {
        return "file:" + file.toAbsolutePath();
    }
}
