/** Work that repeats: one round at a time, with jitter. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.rounds;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
