/** How a child process that reads strangers' files is shut in: what it may use, and what it may reach. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.worker.sandbox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
