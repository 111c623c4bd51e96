/** Access tokens: the signing keys, their rotation and publication, and the issuing itself. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.auth.token;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
