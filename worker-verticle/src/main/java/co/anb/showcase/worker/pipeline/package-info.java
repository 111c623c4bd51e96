/** Turns a player's original into the published video: probe, judge, encode, join the bumpers, verify. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.worker.pipeline;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
