/** The way in: the public load balancer with its rules, and the internal one of the Auth service. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.balancing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
