/** Everything in one process: what a machine with a JDK and nothing else needs to run the showcase. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.local;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
