/** Who may open a connection to whom: one row a connection, each with its reason. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.security;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
