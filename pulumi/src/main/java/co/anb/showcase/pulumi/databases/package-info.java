/** The two PostgreSQL servers, and the secrets that hosts read at their boot. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.databases;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
