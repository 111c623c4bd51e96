/** The one origin of local mode: forwards to the services by the rules that the load balancer has on AWS. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.local.gateway;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
