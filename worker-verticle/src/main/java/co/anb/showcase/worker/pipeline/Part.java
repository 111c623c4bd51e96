package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.VideoTrack;
import java.nio.file.Path;

/**
 * One source of the published video with what is known of it.
 *
 * @param file the source
 * @param track its video
 * @param frames that it gives to the published video, at most
 */
record Part(Path file, VideoTrack track, long frames) {}
