/**
 * The FFmpeg that comes with the build: extracted from its Maven artifact and made to run on a machine that has none.
 */
@NullMarked
@CheckReturnValue
package co.anb.showcase.embedded.ffmpeg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
