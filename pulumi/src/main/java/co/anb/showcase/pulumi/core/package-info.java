/** The Core API: a group that scales by CPU and renews itself without losing capacity. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.core;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
