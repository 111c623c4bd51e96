/**
 * Job messages over AMQP 0-9-1 that survive every kind of broken connection.
 *
 * <p><b>Epochs.</b> connect → declare the topology → qos → consume or confirm is one object. It is thrown away whole at
 * the first sign of trouble and rebuilt with endless, jittered back-off. Three invariants follow: an acknowledgement
 * can only reach the channel that delivered its message, every confirmation is answered (by the broker, by its deadline
 * or by the end of its epoch), and nothing is half restored.
 *
 * <p><b>vertx-rabbitmq-client 5.0.7</b> opens and closes the connection, declares and counts. Its own reconnect is off:
 * it does not set qos again, accepts acknowledgements of the old channel on the new one and leaves confirmations open
 * for ever. Publishing and consuming use its channel directly, which {@link ChannelTap} catches, because the client
 * cannot publish {@code mandatory}, has no way to hear of returned messages, and reports a failed {@code basic.consume}
 * as a success.
 */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.amqp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
