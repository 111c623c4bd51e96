/** The AWS estate as a Pulumi program: one component a concern, wired by {@link co.anb.showcase.pulumi.AnbStack}. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
