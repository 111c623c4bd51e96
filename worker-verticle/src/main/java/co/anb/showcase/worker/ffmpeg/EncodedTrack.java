package co.anb.showcase.worker.ffmpeg;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A video stream that FFmpeg made for us.
 *
 * @param frames in it
 * @param configurationDigest of the decoder configuration (for H.264: SPS and PPS), such as {@code MD5:8dda…}; streams
 *     may be joined without a new encode only when these are equal
 */
public record EncodedTrack(long frames, String configurationDigest) {

    /**
     * Reads ffprobe's {@code key=value} lines.
     *
     * @param lines as printed
     * @return the track; 0 frames or an empty digest for what is not there
     */
    static EncodedTrack of(String lines) {
        Map<String, String> values = lines.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (first, second) -> first));
        String frames = values.getOrDefault("nb_frames", "0");
        long count = frames.matches("\\d{1,18}") ? Long.parseLong(frames) : 0;
        return new EncodedTrack(count, values.getOrDefault("extradata_hash", ""));
    }
}
