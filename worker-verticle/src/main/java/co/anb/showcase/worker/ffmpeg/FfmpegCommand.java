package co.anb.showcase.worker.ffmpeg;

import co.anb.showcase.worker.sandbox.Reach;
import net.bramp.ffmpeg.builder.FFmpegBuilder;

/**
 * A command line of FFmpeg with the files that it names.
 *
 * @param builder inputs, filters and outputs; used once
 * @param reach those files, and no others
 */
public record FfmpegCommand(FFmpegBuilder builder, Reach reach) {}
