/** Real services for tests in one annotation, fixtures, and a proxy that breaks connections. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
