/** Tests of the pipeline, with real FFmpeg in the ones that end in IT. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.worker.pipeline;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
