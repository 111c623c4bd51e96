/** How a service becomes a process: start, the ready line, the orderly stop. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.launcher;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
