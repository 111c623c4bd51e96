/** The HTTP edge that every service stands behind: one failure path, parsing of input, replies. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
