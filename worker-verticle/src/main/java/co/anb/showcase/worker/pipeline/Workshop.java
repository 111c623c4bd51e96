package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.EncodedTrack;
import co.anb.showcase.worker.ffmpeg.FfmpegSession;
import co.anb.showcase.worker.ffmpeg.FfmpegTools;
import java.util.concurrent.ConcurrentMap;

/**
 * What all runs of one pipeline share.
 *
 * @param config of the pipeline
 * @param tools that were found
 * @param commands of FFmpeg
 * @param intro the opening bumper as it was given
 * @param outro the closing bumper as it was given
 * @param bumpers the encoded ones
 * @param digestToTrack what is in them, looked at once for all runs
 * @param metrics of the pipeline
 */
record Workshop(
        PipelineConfig config,
        FfmpegTools tools,
        EncodeCommands commands,
        Part intro,
        Part outro,
        BumperCache bumpers,
        ConcurrentMap<String, EncodedTrack> digestToTrack,
        PipelineMetrics metrics) {

    FfmpegSession session() {
        return FfmpegSession.of(tools, config.ffmpeg().limits(), metrics::childEnded);
    }
}
