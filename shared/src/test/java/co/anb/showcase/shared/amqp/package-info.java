/** Tests of the messages over AMQP. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.amqp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
