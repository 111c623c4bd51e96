/** The catalogue of errors that clients see (RFC 9457), in Spanish and English. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.problem;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
