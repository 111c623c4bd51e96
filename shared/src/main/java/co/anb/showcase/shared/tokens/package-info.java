/** Who a caller is: verification of access tokens, the revocations that end them early, the bearer handlers. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.tokens;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
