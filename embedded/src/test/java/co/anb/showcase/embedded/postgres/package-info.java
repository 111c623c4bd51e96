/** Tests of the embedded PostgreSQL. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.embedded.postgres;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
