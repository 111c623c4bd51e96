/** What stands before the routes: their paths, throttling. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.auth.edge;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
