/** Named, bounded pools for work that takes the processor. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.work;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
