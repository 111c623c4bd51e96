/** The VPC, its subnets in two zones, the ways out of it, and the private names inside it. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.network;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
