/** Tests of the embedded broker. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.embedded.broker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
