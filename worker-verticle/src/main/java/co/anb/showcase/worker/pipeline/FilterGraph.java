package co.anb.showcase.worker.pipeline;

import static co.anb.showcase.worker.pipeline.EncodeProfile.FRAME_RATE;
import static co.anb.showcase.worker.pipeline.EncodeProfile.HEIGHT;
import static co.anb.showcase.worker.pipeline.EncodeProfile.WIDTH;

import co.anb.showcase.worker.ffmpeg.VideoTrack;

/**
 * The filters that bring any picture into the published form. FFmpeg turns the picture upright before the first filter
 * (display matrix), so the filters see it as the player does; pixels that are not square are made so, by way of
 * {@code dar}. Sizes are expressions, because a hostile stream may change its size half-way.
 */
final class FilterGraph {

    /** Largest size of the picture's shape inside the frame, both sides even. */
    private static final String FIT =
            "w='max(2,min(%1$d,2*round(%2$d*dar/2)))':h='max(2,min(%2$d,2*round(%1$d/dar/2)))'"
                    .formatted(WIDTH, HEIGHT);

    private static final String FRAME = "pad=%d:%d:(ow-iw)/2:(oh-ih)/2:black,setsar=1".formatted(WIDTH, HEIGHT);

    /**
     * One colour signalling for all, and no side data (captions, timecodes, light levels), which would enter the SPS.
     */
    private static final String UNIFORM =
            "format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,sidedata=mode=delete";

    /** Diffuse white of HLG and PQ is 203 cd/m² (ITU-R BT.2408 §2.1); it must come out as white, not as grey. */
    private static final String TONE_MAP = "format=yuv420p10le,zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,"
            + "tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p";

    private static final String WATERMARK =
            "scale=w='min(iw,320)':h=-1:out_color_matrix=bt709:out_range=tv,format=yuva420p";
    private static final int MARGIN = 24;

    private FilterGraph() {}

    /**
     * The player's part and its poster: labels {@code [video]} and {@code [poster]}.
     *
     * @param source index of the player's input
     * @param watermark index of the watermark's input
     * @param track what the probe said of the player's video
     * @param frames of the part at most
     */
    static String player(int source, int watermark, VideoTrack track, long frames) {
        return part(source, "V", track, frames, "picture")
                + ";" + marked(watermark, "picture", "marked")
                + ";[marked]split=2[video][still];" + poster("still", frames);
    }

    /**
     * A bumper: label {@code [video]}.
     *
     * @param source index of its input
     * @param track what the probe said of it
     * @param frames at most
     */
    static String bumper(int source, VideoTrack track, long frames) {
        return part(source, "v", track, frames, "video");
    }

    /** Everything in one pass, inputs intro, player, outro, watermark: labels {@code [video]} and {@code [poster]}. */
    static String all(
            VideoTrack intro, long introFrames, VideoTrack player, long frames, VideoTrack outro, long outroFrames) {
        return part(0, "v", intro, introFrames, "opening")
                + ";" + part(1, "V", player, frames, "picture")
                + ";" + part(2, "v", outro, outroFrames, "closing")
                + ";" + marked(3, "picture", "marked")
                + ";[marked]split=2[middle][still];" + poster("still", frames)
                + ";[opening][middle][closing]concat=n=3:v=1:a=0[video]";
    }

    private static String part(int input, String kind, VideoTrack track, long frames, String label) {
        return "[%d:%s:0]setpts=PTS-STARTPTS,fps=%d,%s,%s,%s,trim=end_frame=%d[%s]"
                .formatted(input, kind, FRAME_RATE, scaled(track), FRAME, UNIFORM, frames, label);
    }

    private static String scaled(VideoTrack track) {
        if (track.isHighDynamicRange()) {
            // Smaller first: tone mapping works in 32-bit floats, 16 times as heavy at 4K.
            return "scale=" + FIT + "," + TONE_MAP;
        }
        // FFmpeg takes BT.601 for granted where a file doesn't say; phones in HD mean BT.709.
        boolean unknown = track.matrix().isEmpty() || track.matrix().equals("unknown");
        String input = unknown ? ":in_color_matrix=bt709" : "";
        return "scale=" + FIT + input + ":out_color_matrix=bt709:out_range=tv";
    }

    private static String marked(int watermark, String picture, String label) {
        return "[%d:v:0]%s[mark];[%s][mark]overlay=W-w-%d:H-h-%d:format=yuv420[%s]"
                .formatted(watermark, WATERMARK, picture, MARGIN, MARGIN, label);
    }

    /**
     * A third into the part, where the player is at work rather than walking to the spot. JPEG is BT.601, full range.
     * {@code trim} ends the branch with its one frame: what filters still gave, FFmpeg would convert and then drop.
     */
    private static String poster(String label, long frames) {
        return "[%s]trim=start_frame=%d:end_frame=%d,scale=out_color_matrix=bt601:out_range=pc,format=yuvj420p[poster]"
                .formatted(label, frames / 3, frames / 3 + 1);
    }
}
