/** Tests of the children that run FFmpeg. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.worker.ffmpeg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
