/** The Auth service, renewed without a minute in which nobody can log in. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.auth;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
