/** Jobs on Core's side: sending them to the broker, setting right what went wrong, showing them. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.job;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
