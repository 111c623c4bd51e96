/** Named, bounded pools for work that takes the processor, and the pauses before something is tried again. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.work;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
