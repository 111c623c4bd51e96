/** Servers as child processes: started so that they end with this JVM, found again when they did not. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.embedded.process;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
