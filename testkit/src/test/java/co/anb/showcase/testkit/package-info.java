/** Tests of the testkit itself. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
