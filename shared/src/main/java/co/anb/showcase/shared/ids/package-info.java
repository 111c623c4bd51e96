/** Identifiers, each with a type of its own. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.ids;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
