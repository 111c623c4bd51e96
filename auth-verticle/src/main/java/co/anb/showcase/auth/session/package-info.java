/** Sessions: logging in, refreshing, ending them, and the list of revocations that other services read. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.auth.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
