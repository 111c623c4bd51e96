/** Hashing of passwords on a bounded pool of threads. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.auth.password;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
