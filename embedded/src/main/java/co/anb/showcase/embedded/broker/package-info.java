/**
 * An AMQP 0-9-1 broker of one's own: a private node of an installed RabbitMQ, or one inside the JVM for machines
 * without it.
 */
@NullMarked
@CheckReturnValue
package co.anb.showcase.embedded.broker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
