/** What each kind of host may ask of AWS; nothing of it is made in a lab. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.identity;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
