package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.FfmpegSession;
import co.anb.showcase.worker.ffmpeg.FfmpegTools;

/**
 * What all runs of one pipeline share.
 *
 * @param config of the pipeline
 * @param tools that were found
 * @param commands of FFmpeg
 * @param intro the opening bumper as it was given
 * @param outro the closing bumper as it was given
 * @param bumpers the encoded ones
 * @param metrics of the pipeline
 */
record Workshop(
        PipelineConfig config,
        FfmpegTools tools,
        EncodeCommands commands,
        Part intro,
        Part outro,
        BumperCache bumpers,
        PipelineMetrics metrics) {

    FfmpegSession session() {
        return FfmpegSession.of(tools, config.ffmpeg().limits(), metrics::childEnded);
    }
}
