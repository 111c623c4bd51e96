/** The video worker. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
