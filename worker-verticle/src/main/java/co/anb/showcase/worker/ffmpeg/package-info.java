/** Runs FFmpeg and ffprobe as limited child processes: found, started, watched, killed, and never believed. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.worker.ffmpeg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
