package co.anb.showcase.worker.ffmpeg;

import java.util.List;

/**
 * What ffprobe found in a file.
 *
 * @param videos its video streams; cover art and thumbnails are none
 * @param otherStreams sound, data, subtitles and pictures
 * @param seconds that the file lasts, 0 when unknown
 */
public record MediaFacts(List<VideoTrack> videos, int otherStreams, double seconds) {

    /** Keeps a copy of the list. */
    public MediaFacts {
        videos = List.copyOf(videos);
    }
}
