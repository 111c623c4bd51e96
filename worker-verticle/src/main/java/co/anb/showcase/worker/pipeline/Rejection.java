package co.anb.showcase.worker.pipeline;

/** Why a video can't take part. The names are the contract's {@code error_code} values. */
public enum Rejection {
    /** Not an MP4 that can be read. */
    INVALID_FILE_TYPE("file-type"),
    /** Readable at first, but broken or cut off further on. */
    VIDEO_DAMAGED("damaged"),
    /** No video track, or more than one. */
    INVALID_VIDEO_STREAMS("streams"),
    /** A codec that phones don't use. */
    UNSUPPORTED_VIDEO_CODEC("codec"),
    /** Too short or too long. */
    INVALID_VIDEO_DURATION("duration"),
    /** Too small or too large a picture. */
    INVALID_VIDEO_RESOLUTION("resolution"),
    /** More frames a second than any phone's slow motion. */
    INVALID_VIDEO_FRAME_RATE("frame-rate");

    private final String messageKey;

    Rejection(String messageKey) {
        this.messageKey = "video.rejected." + messageKey;
    }

    /**
     * The key of the sentence in the bundle {@code messages-worker}.
     *
     * @return such as {@code video.rejected.duration}
     */
    public String messageKey() {
        return messageKey;
    }
}
