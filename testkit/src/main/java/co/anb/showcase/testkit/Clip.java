package co.anb.showcase.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * A video as a phone records it, described. The picture is a flat background with a white square in its middle that has
 * half the height of the shorter side: cheap to make, and a measure of whether someone stretched it.
 *
 * @param width of the coded picture
 * @param height of the coded picture
 * @param seconds that it lasts; whole seconds
 * @param rate frames a second
 * @param encoder options of FFmpeg that choose and set the encoder
 * @param filter what becomes of the drawn picture before it is encoded (colour tags, frame timing)
 * @param rotation of the display matrix in degrees, counter-clockwise; 0 for none
 * @param sound whether there is an AAC track
 * @param muxing options for the written file
 */
public record Clip(
        int width,
        int height,
        int seconds,
        int rate,
        List<String> encoder,
        String filter,
        int rotation,
        boolean sound,
        List<String> muxing) {
    /** Colour of the background, as FFmpeg writes it. */
    public static final String BACKGROUND = "0x1f6f43";

    private static final List<String> H264 =
            List.of("-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-pix_fmt", "yuv420p");
    private static final List<String> H264_LARGE =
            List.of("-c:v", "libx264", "-preset", "ultrafast", "-qp", "8", "-pix_fmt", "yuv420p");
    private static final List<String> HEVC_10_BIT = List.of(
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p10le",
            "-tag:v",
            "hvc1",
            "-x265-params",
            "log-level=error:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc");

    /** Keeps copies of the lists. */
    public Clip {
        encoder = List.copyOf(encoder);
        muxing = List.copyOf(muxing);
    }

    /** A horizontal H.264 recording in BT.709 with AAC sound, 30 frames a second. */
    public static Clip of(int width, int height, int seconds) {
        return new Clip(width, height, seconds, 30, H264, converted("bt709", "tv"), 0, true, List.of());
    }

    /**
     * The same with other H.264 colour tags: {@code bt709} or {@code smpte170m} (BT.601), range {@code tv} or
     * {@code pc}.
     */
    public Clip tagged(String matrix, String range) {
        return with(encoder, converted(matrix, range));
    }

    /** The same at another rate. */
    public Clip rate(int framesPerSecond) {
        return new Clip(width, height, seconds, framesPerSecond, encoder, filter, rotation, sound, muxing);
    }

    /** The same with a variable rate: every other third of a second has only half of its frames. */
    public Clip variableRate() {
        return with(encoder, filter + ",select='lt(mod(n,20),10)+not(mod(n,2))'");
    }

    /** The same in HEVC Main 10 with HLG colours (ITU-R BT.2100), where the square has the signal level of paper. */
    public Clip highDynamicRange() {
        String hlg = "setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc:range=tv";
        return with(HEVC_10_BIT, "format=yuv420p10le,lutyuv=y='if(gt(val,800),721,val)'," + hlg);
    }

    /** The same under so much noise that hardly anything can be saved: many bytes in a small picture. */
    public Clip noisy() {
        return with(H264_LARGE, filter + ",noise=alls=100:allf=t");
    }

    /** The same held upright or upside down: the file says so, the pixels don't. */
    public Clip rotated(int degrees) {
        return new Clip(width, height, seconds, rate, encoder, filter, degrees, sound, muxing);
    }

    /** The same with pixels that are not square, such as {@code 4/3}. */
    public Clip pixelAspect(String ratio) {
        return with(encoder, filter + ",setsar=" + ratio);
    }

    /** The same with what phones write into the file: place, time, model. */
    public Clip withPhoneMetadata() {
        return muxed(List.of(
                "-movflags", "use_metadata_tags",
                "-metadata", "location=+04.6097-074.0817/",
                "-metadata", "com.apple.quicktime.location.ISO6709=+04.6097-074.0817+2600/",
                "-metadata", "com.apple.quicktime.model=iPhone 15",
                "-metadata", "creation_time=2026-03-01T10:00:00Z",
                "-metadata:s:v:0", "handler_name=Core Media Video"));
    }

    /** The same with its index at the front. */
    public Clip indexFirst() {
        return muxed(List.of("-movflags", "+faststart"));
    }

    /** The same in fragments, as recorders write that must survive an empty battery. */
    public Clip fragmented() {
        return muxed(List.of("-movflags", "+frag_keyframe+empty_moov+default_base_moof"));
    }

    private Clip muxed(List<String> more) {
        List<String> all = new ArrayList<>(muxing);
        all.addAll(more);
        return new Clip(width, height, seconds, rate, encoder, filter, rotation, sound, all);
    }

    private Clip with(List<String> otherEncoder, String otherFilter) {
        return new Clip(width, height, seconds, rate, otherEncoder, otherFilter, rotation, sound, muxing);
    }

    private static String converted(String matrix, String range) {
        return "scale=out_color_matrix=" + matrix + ":out_range=" + range + "," + tags(matrix, range);
    }

    private static String tags(String matrix, String range) {
        return "setparams=color_primaries=%1$s:color_trc=%1$s:colorspace=%1$s:range=%2$s".formatted(matrix, range);
    }
}
