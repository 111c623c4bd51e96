/** What administrators do to accounts, and how the first of them comes to be. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.auth.administration;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
