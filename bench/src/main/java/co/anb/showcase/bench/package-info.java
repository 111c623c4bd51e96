/** The benchmark: what is started, in which order it is measured, what is written down. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.bench;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
