package co.anb.showcase.worker.pipeline;

/** What a run is doing now, in order; a player sees it as the progress of the own video. */
public enum Stage {
    /** ffprobe reads the container and the stream headers. */
    PROBE,
    /** The contest's rules are held against what the probe found. */
    JUDGE,
    /** FFmpeg encodes the player's part and the poster, in one pass. */
    ENCODE,
    /** Opening and closing bumper are joined to it. */
    JOIN,
    /** The result is probed: it must be what the contract promises. */
    VERIFY
}
