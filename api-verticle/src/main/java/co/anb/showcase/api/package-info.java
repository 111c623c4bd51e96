/** The Core API as a process: configuration, wiring, the verticle that listens. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
