package co.anb.showcase.worker.ffmpeg;

/**
 * One video stream as ffprobe describes it. Figures are what the file claims; 0 or an empty text stands for unknown.
 *
 * @param codec FFmpeg's name, such as {@code h264}
 * @param width of the coded picture in pixels, before any rotation
 * @param height of the coded picture in pixels
 * @param seconds the stream lasts
 * @param framesPerSecond on average
 * @param frames in all
 * @param matrix of the colours, such as {@code bt709}
 * @param transfer characteristic, such as {@code arib-std-b67} (HLG)
 * @param pixelAspect width of a pixel divided by its height; 1 when unknown
 */
public record VideoTrack(
        String codec,
        int width,
        int height,
        double seconds,
        double framesPerSecond,
        long frames,
        String matrix,
        String transfer,
        double pixelAspect) {

    /**
     * Tells whether the picture needs tone mapping.
     *
     * @return true for HLG (ARIB STD-B67) and PQ (SMPTE ST 2084)
     */
    public boolean isHighDynamicRange() {
        return transfer.equals("arib-std-b67") || transfer.equals("smpte2084");
    }

    /**
     * The shorter side, whichever way the phone was held.
     *
     * @return pixels
     */
    public int shorterSide() {
        return Math.min(width, height);
    }

    /**
     * The longer side.
     *
     * @return pixels
     */
    public int longerSide() {
        return Math.max(width, height);
    }
}
