/** An AMQP 0-9-1 broker inside the JVM, for machines without RabbitMQ. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.embedded.broker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
