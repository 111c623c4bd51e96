/** RabbitMQ on a host of its own; its queues outlive the host. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.broker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
